package io.github.keycloaktwofactor.page;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The parameter {@code prompt} of OpenID Connect: values separated by spaces. */
public final class Prompt {

    private Prompt() {}

    /**
     * Asks for a sign-in and, if the application did, for the page for consent. Nothing else: whatever stands here goes
     * on to an identity provider too, and beside {@code login} only consent means something after the sign-in.
     */
    public static void forLogin(AuthenticationSessionModel authentication) {
        authentication.setClientNote(
                OIDCLoginProtocol.PROMPT_PARAM,
                withLogin(authentication.getClientNote(OIDCLoginProtocol.PROMPT_PARAM)));
    }

    private static String withLogin(@Nullable String asked) {
        boolean consent = asked != null && List.of(asked.split(" ")).contains(OIDCLoginProtocol.PROMPT_VALUE_CONSENT);
        return consent
                ? OIDCLoginProtocol.PROMPT_VALUE_LOGIN + " " + OIDCLoginProtocol.PROMPT_VALUE_CONSENT
                : OIDCLoginProtocol.PROMPT_VALUE_LOGIN;
    }
}
