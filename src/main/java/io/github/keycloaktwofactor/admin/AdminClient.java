package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.role.OwnRoles;
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
 * The client by which administrators sign in to the page of two-factor, and whose roles let somebody see the report or help
 * users without any role of Keycloak's own. A public client with PKCE and one address, and no other way to a token.
 */
final class AdminClient {

    private static final String NAME = "Two-factor administration";

    /** On the host where Keycloak's own admin console is. */
    private static final String ROOT = Constants.AUTH_ADMIN_URL_PROP;

    private static final Set<String> ORIGINS = Set.of("+");

    private static final String PKCE = "S256";

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

    /** What tools write where they mean nothing. */
    private static final Set<String> NOTHING = Set.of("", "false", "+");

    private final KeycloakSession session;
    private final RealmModel realm;

    AdminClient(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Makes it and its roles, and puts right whatever of a client with this id is not as it must be. */
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

    /** Removes it. Nobody has its roles any more. */
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
        // Or Keycloak complains at every token that the client has no method to authenticate.
        client.setClientAuthenticatorType(KeycloakModelUtils.getDefaultClientAuthenticatorType());
        return client;
    }

    private void putRight(ClientModel client) {
        client.setEnabled(true);
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setPublicClient(true);
        client.setBearerOnly(false);
        client.setStandardFlowEnabled(true);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setServiceAccountsEnabled(false);
        client.setFullScopeAllowed(true);
        client.setConsentRequired(false);
        client.setRootUrl(ROOT);
        client.setBaseUrl(page());
        client.setRedirectUris(Set.of(page() + "*"));
        client.setWebOrigins(ORIGINS);
        // Somebody else may have made the client and could change it by this token, without any right.
        client.setRegistrationToken(null);
        risky(client).forEach(client::removeAttribute);
        client.setAttribute(OIDCConfigAttributes.PKCE_CODE_CHALLENGE_METHOD, PKCE);
        List.copyOf(client.getAuthenticationFlowBindingOverrides().keySet())
                .forEach(client::removeAuthenticationFlowBindingOverride);
        mappers(client).forEach(client::removeProtocolMapper);
    }

    private Map<String, @Nullable Object> wanted() {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        wanted.put("enabled", true);
        wanted.put("protocol", OIDCLoginProtocol.LOGIN_PROTOCOL);
        wanted.put("publicClient", true);
        wanted.put("bearerOnly", false);
        wanted.put("standardFlowEnabled", true);
        wanted.put("implicitFlowEnabled", false);
        wanted.put("directAccessGrantsEnabled", false);
        wanted.put("serviceAccountsEnabled", false);
        wanted.put("fullScopeAllowed", true);
        wanted.put("consentRequired", false);
        wanted.put("rootUrl", ROOT);
        wanted.put("baseUrl", page());
        wanted.put("redirectUris", Set.of(page() + "*"));
        wanted.put("webOrigins", ORIGINS);
        wanted.put("pkce", PKCE);
        wanted.put("registrationToken", false);
        wanted.put("flowOverrides", Set.of());
        wanted.put("mappers", Set.of());
        wanted.put("attributes", Set.of());
        return wanted;
    }

    private static Map<String, @Nullable Object> shown(ClientModel client) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("enabled", client.isEnabled());
        shown.put("protocol", client.getProtocol());
        shown.put("publicClient", client.isPublicClient());
        shown.put("bearerOnly", client.isBearerOnly());
        shown.put("standardFlowEnabled", client.isStandardFlowEnabled());
        shown.put("implicitFlowEnabled", client.isImplicitFlowEnabled());
        shown.put("directAccessGrantsEnabled", client.isDirectAccessGrantsEnabled());
        shown.put("serviceAccountsEnabled", client.isServiceAccountsEnabled());
        shown.put("fullScopeAllowed", client.isFullScopeAllowed());
        shown.put("consentRequired", client.isConsentRequired());
        shown.put("rootUrl", client.getRootUrl());
        shown.put("baseUrl", client.getBaseUrl());
        shown.put("redirectUris", Set.copyOf(client.getRedirectUris()));
        shown.put("webOrigins", Set.copyOf(client.getWebOrigins()));
        shown.put("pkce", client.getAttribute(OIDCConfigAttributes.PKCE_CODE_CHALLENGE_METHOD));
        shown.put("registrationToken", client.getRegistrationToken() != null);
        shown.put(
                "flowOverrides",
                Set.copyOf(client.getAuthenticationFlowBindingOverrides().keySet()));
        shown.put(
                "mappers",
                client.getProtocolMappersStream()
                        .map(ProtocolMapperModel::getName)
                        .collect(Collectors.toSet()));
        shown.put("attributes", risky(client));
        return shown;
    }

    /** Those that touch its tokens. Keycloak gives every client one for Docker. */
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

    private String page() {
        return "/realms/" + realm.getName() + "/two-factor/admin/";
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
