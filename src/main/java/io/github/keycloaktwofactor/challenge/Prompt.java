package io.github.keycloaktwofactor.challenge;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What an application asks for with the parameter {@code prompt} of OpenID Connect: values with blanks between them. */
public final class Prompt {

    /** None of the pages that follow would be shown, and nobody registers who signs in again. */
    private static final List<String> LEFT_OUT = List.of(
            "",
            OIDCLoginProtocol.PROMPT_VALUE_NONE,
            OIDCLoginProtocol.PROMPT_VALUE_CREATE,
            OIDCLoginProtocol.PROMPT_VALUE_LOGIN);

    private Prompt() {}

    /** Asks for a sign-in beside whatever the application asked for, such as the page for consent. */
    public static void forLogin(AuthenticationSessionModel authentication) {
        authentication.setClientNote(
                OIDCLoginProtocol.PROMPT_PARAM,
                withLogin(authentication.getClientNote(OIDCLoginProtocol.PROMPT_PARAM)));
    }

    private static String withLogin(@Nullable String asked) {
        Stream<String> others = asked == null ? Stream.of() : Arrays.stream(asked.split(" "));
        return Stream.concat(
                        Stream.of(OIDCLoginProtocol.PROMPT_VALUE_LOGIN),
                        others.filter(value -> !LEFT_OUT.contains(value)))
                .collect(Collectors.joining(" "));
    }
}
