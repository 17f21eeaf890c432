package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.role.OwnRoles;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;

/**
 * The client that administrators sign in with on the admin page, and whose roles allow viewing the report or helping
 * users without any of Keycloak's admin roles. A public client with PKCE and one redirect URI; every other grant is
 * disabled.
 */
final class AdminClient {

    private static final String NAME = "Two-factor administration";

    /** On the host where Keycloak's own admin console is. */
    private static final String ROOT = Constants.AUTH_ADMIN_URL_PROP;

    /** Attributes that open another way to a token, make tokens or sessions last longer, or send a browser elsewhere. */
    private static final Set<String> RISKY = Set.of(
            "access.token.lifespan",
            "backchannel.logout.url",
            "client.offline.session.idle.timeout",
            "client.offline.session.max.lifespan",
            "client.session.idle.timeout",
            "client.session.max.lifespan",
            "frontchannel.logout.url",
            "login_theme",
            "oauth2.device.authorization.grant.enabled",
            "oauth2.jwt.authorization.grant.enabled",
            "oidc.ciba.grant.enabled",
            "post.logout.redirect.uris",
            "request.uris",
            "standard.token.exchange.enabled");

    /** Values that tools write for an unset attribute. */
    private static final Set<String> NOTHING = Set.of("", "false", "+");

    private final KeycloakSession session;
    private final RealmModel realm;

    AdminClient(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Creates the client and its roles, and corrects an existing client with this ID. */
    List<SetupChange> setUp() {
        List<SetupChange> changes = new ArrayList<>();
        ClientModel client = realm.getClientByClientId(OwnRoles.CLIENT);
        Map<String, @Nullable Object> before = client == null ? null : shown(client);
        if (client == null) {
            client = ClientManager.createClient(session, realm, made());
        }
        if (!shown(client).equals(wanted())) {
            putRight(client);
        }
        if (!shown(client).equals(before)) {
            changes.add(new SetupChange("client " + OwnRoles.CLIENT, before, shown(client)));
        }
        for (String name : OwnRoles.ALL) {
            addRole(client, name, changes);
            OwnRoles.note(realm, client.getRole(name));
        }
        return changes;
    }

    /** Removes it. All assignments of its roles are removed with it. */
    List<SetupChange> remove() {
        OwnRoles.forget(realm);
        ClientModel client = realm.getClientByClientId(OwnRoles.CLIENT);
        if (client == null) {
            return List.of();
        }
        List<SetupChange> changes = new ArrayList<>();
        changes.add(new SetupChange("client " + OwnRoles.CLIENT, shown(client), null));
        OwnRoles.ALL.stream()
                .map(client::getRole)
                .filter(role -> role != null)
                .forEach(role -> changes.add(new SetupChange(role(role.getName()), shown(role), null)));
        new ClientManager(new RealmManager(session)).removeClient(realm, client);
        return changes;
    }

    private void addRole(ClientModel client, String name, List<SetupChange> changes) {
        if (client.getRole(name) == null) {
            RoleModel role = client.addRole(id(name), name);
            role.setDescription(description(name));
            changes.add(new SetupChange(role(name), null, shown(role)));
        }
    }

    private ClientRepresentation made() {
        ClientRepresentation client = new ClientRepresentation();
        client.setId(id(""));
        client.setClientId(OwnRoles.CLIENT);
        client.setName(NAME);
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setPublicClient(true);
        // Otherwise Keycloak logs an error for every token request: no client authenticator.
        client.setClientAuthenticatorType(KeycloakModelUtils.getDefaultClientAuthenticatorType());
        return client;
    }

    private List<ClientProperty> properties() {
        return List.of(
                ClientProperty.value("enabled", true, ClientModel::isEnabled, ClientModel::setEnabled),
                ClientProperty.value(
                        "protocol",
                        OIDCLoginProtocol.LOGIN_PROTOCOL,
                        ClientModel::getProtocol,
                        ClientModel::setProtocol),
                ClientProperty.value("publicClient", true, ClientModel::isPublicClient, ClientModel::setPublicClient),
                ClientProperty.value("bearerOnly", false, ClientModel::isBearerOnly, ClientModel::setBearerOnly),
                ClientProperty.value(
                        "standardFlowEnabled",
                        true,
                        ClientModel::isStandardFlowEnabled,
                        ClientModel::setStandardFlowEnabled),
                ClientProperty.value(
                        "implicitFlowEnabled",
                        false,
                        ClientModel::isImplicitFlowEnabled,
                        ClientModel::setImplicitFlowEnabled),
                ClientProperty.value(
                        "directAccessGrantsEnabled",
                        false,
                        ClientModel::isDirectAccessGrantsEnabled,
                        ClientModel::setDirectAccessGrantsEnabled),
                ClientProperty.value(
                        "serviceAccountsEnabled",
                        false,
                        ClientModel::isServiceAccountsEnabled,
                        ClientModel::setServiceAccountsEnabled),
                ClientProperty.value(
                        "fullScopeAllowed", true, ClientModel::isFullScopeAllowed, ClientModel::setFullScopeAllowed),
                ClientProperty.value(
                        "consentRequired", false, ClientModel::isConsentRequired, ClientModel::setConsentRequired),
                ClientProperty.value("rootUrl", ROOT, ClientModel::getRootUrl, ClientModel::setRootUrl),
                ClientProperty.value("baseUrl", page(), ClientModel::getBaseUrl, ClientModel::setBaseUrl),
                ClientProperty.value(
                        "redirectUris",
                        Set.of(page() + "*"),
                        client -> Set.copyOf(client.getRedirectUris()),
                        ClientModel::setRedirectUris),
                ClientProperty.value(
                        "webOrigins",
                        Set.of("+"),
                        client -> Set.copyOf(client.getWebOrigins()),
                        ClientModel::setWebOrigins),
                ClientProperty.value(
                        "pkce",
                        "S256",
                        client -> client.getAttribute(OIDCConfigAttributes.PKCE_CODE_CHALLENGE_METHOD),
                        (client, method) ->
                                client.setAttribute(OIDCConfigAttributes.PKCE_CODE_CHALLENGE_METHOD, method)),
                // Whoever created the client could otherwise change it with this token, without any role.
                new ClientProperty(
                        "registrationToken",
                        false,
                        client -> client.getRegistrationToken() != null,
                        client -> client.setRegistrationToken(null)),
                new ClientProperty(
                        "flowOverrides",
                        Set.of(),
                        client -> Set.copyOf(
                                client.getAuthenticationFlowBindingOverrides().keySet()),
                        client -> Set.copyOf(client.getAuthenticationFlowBindingOverrides()
                                        .keySet())
                                .forEach(client::removeAuthenticationFlowBindingOverride)),
                new ClientProperty(
                        "mappers",
                        Set.of(),
                        client -> mappers(client).stream()
                                .map(ProtocolMapperModel::getName)
                                .collect(Collectors.toSet()),
                        client -> mappers(client).forEach(client::removeProtocolMapper)),
                new ClientProperty(
                        "attributes",
                        Set.of(),
                        AdminClient::risky,
                        client -> risky(client).forEach(client::removeAttribute)));
    }

    private void putRight(ClientModel client) {
        properties().forEach(property -> property.putRight(client));
    }

    private Map<String, @Nullable Object> wanted() {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        properties().forEach(property -> wanted.put(property.name(), property.wanted()));
        return wanted;
    }

    private Map<String, @Nullable Object> shown(ClientModel client) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        properties().forEach(property -> shown.put(property.name(), property.of(client)));
        return shown;
    }

    /** The mappers that change its tokens. Keycloak also gives every client one for Docker. */
    private static List<ProtocolMapperModel> mappers(ClientModel client) {
        return client.getProtocolMappersStream()
                .filter(mapper -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(mapper.getProtocol()))
                .toList();
    }

    private static Set<String> risky(ClientModel client) {
        Map<String, String> attributes = client.getAttributes();
        return RISKY.stream()
                .filter(name -> !NOTHING.contains(attributes.getOrDefault(name, "")))
                .collect(Collectors.toSet());
    }

    private static Map<String, Object> shown(RoleModel role) {
        return Map.of("description", role.getDescription() == null ? "" : role.getDescription());
    }

    /** As the page itself writes it: Keycloak compares redirect addresses character by character. */
    private String page() {
        return "/realms/" + encoded(realm.getName()) + "/two-factor/admin/";
    }

    /** The encoding of {@code encodeURIComponent} in ECMAScript, which leaves more characters than a form does. */
    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%7E", "~");
    }

    private static String role(String name) {
        return "role " + OwnRoles.CLIENT + "/" + name;
    }

    private static String description(String role) {
        return role.equals(OwnRoles.HELP_DESK)
                ? "Sees and resets the two-factor of single users"
                : "Reads the report of who has two-factor";
    }

    private String id(String part) {
        return RowId.of(realm, OwnRoles.CLIENT + " " + part);
    }
}
