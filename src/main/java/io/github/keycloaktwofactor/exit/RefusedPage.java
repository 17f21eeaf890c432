package io.github.keycloaktwofactor.exit;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.OAuth2Constants;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.protocol.oidc.utils.RedirectUtils;
import org.keycloak.services.Urls;
import org.keycloak.services.util.ResolveRelative;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The final page of a refused sign-in, with a link that starts another. */
final class RefusedPage {

    /** Parameters of the application's request that can be repeated. */
    private static final List<String> REQUEST = List.of(
            OIDCLoginProtocol.RESPONSE_TYPE_PARAM,
            OIDCLoginProtocol.RESPONSE_MODE_PARAM,
            OIDCLoginProtocol.REDIRECT_URI_PARAM,
            OAuth2Constants.SCOPE,
            OIDCLoginProtocol.STATE_PARAM,
            OIDCLoginProtocol.NONCE_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM);

    private RefusedPage() {}

    static Response of(KeycloakSession session, AuthenticationSessionModel authentication) {
        Map<String, Object> page = new HashMap<>();
        page.put("kind", "not-signed-in");
        page.put("again", again(session, authentication));
        return session.getProvider(LoginFormsProvider.class)
                .setAttribute("twoFactor", page)
                .setStatus(Response.Status.FORBIDDEN)
                .createForm("two-factor-notice.ftl");
    }

    private static String again(KeycloakSession session, AuthenticationSessionModel authentication) {
        RealmModel realm = authentication.getRealm();
        ClientModel client = authentication.getClient();
        if (canAskAgain(session, authentication)) {
            UriBuilder request = OIDCLoginProtocolService.authUrl(
                            session.getContext().getUri().getBaseUriBuilder())
                    .queryParam(OIDCLoginProtocol.CLIENT_ID_PARAM, "{client}");
            Map<String, Object> values =
                    new HashMap<>(Map.of("realm", realm.getName(), "client", client.getClientId()));
            for (String name : REQUEST) {
                String value = authentication.getClientNote(name);
                if (value != null) {
                    request.queryParam(name, "{" + name + "}");
                    values.put(name, value);
                }
            }
            return request.buildFromMap(values).toString();
        }
        return client.getBaseUrl() == null || client.getBaseUrl().isEmpty()
                ? Urls.accountBase(session.getContext().getUri().getBaseUri())
                        .build(realm.getName())
                        .toString()
                : ResolveRelative.resolveRelativeUri(session, client.getRootUrl(), client.getBaseUrl());
    }

    /**
     * The sign-in of a link opened in another browser was not started by the client, and has a redirect URI that it may
     * not use.
     */
    private static boolean canAskAgain(KeycloakSession session, AuthenticationSessionModel authentication) {
        String redirect = authentication.getClientNote(OIDCLoginProtocol.REDIRECT_URI_PARAM);
        return OIDCLoginProtocol.LOGIN_PROTOCOL.equals(authentication.getProtocol())
                && !DeviceGrantType.isOAuth2DeviceVerificationFlow(authentication)
                && redirect != null
                && RedirectUtils.verifyRedirectUri(session, redirect, authentication.getClient()) != null;
    }
}
