package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A realm of one test class, with a random name, all events kept, and a public client {@code app} for browsers and the
 * password grant. Everyone in it has the password "password".
 */
public final class TestRealm implements AutoCloseable {
    public static final String PASSWORD = "password";
    public static final String POLICY = "two-factor-policy";

    /** What checks a password at next to no cost: what a hash costs is nothing that a test of ours depends on. */
    private static final String CHEAP_PASSWORDS = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";

    private static final List<String> ACTIONS = List.of(POLICY, "two-factor-setup", "two-factor-recovery-codes");

    private final KeycloakServer server;
    private final String name;
    private final AdminRest rest;
    private final TestClients clients;
    private final TestRoles roles;

    private TestRealm(KeycloakServer server, String name) {
        this.server = server;
        this.name = name;
        this.rest = server.admin().below("/" + name);
        this.clients = new TestClients(rest);
        this.roles = new TestRoles(rest, clients);
    }

    static TestRealm on(KeycloakServer server) {
        String name = "r" + UUID.randomUUID().toString().substring(0, 8);
        server.admin()
                .post(
                        "",
                        Map.of(
                                "realm",
                                name,
                                "enabled",
                                true,
                                "sslRequired",
                                "none",
                                "passwordPolicy",
                                CHEAP_PASSWORDS,
                                "eventsEnabled",
                                true,
                                "eventsExpiration",
                                0,
                                "enabledEventTypes",
                                List.of(),
                                "adminEventsEnabled",
                                true,
                                "adminEventsDetailsEnabled",
                                true));
        TestRealm realm = new TestRealm(server, name);
        realm.clients.create("app", Map.of());
        return realm;
    }

    static TestRealm existing(KeycloakServer server, String name) {
        // The application that its client leads back to has another port in each run.
        return new TestRealm(server, name)
                .updateClient("app", Map.of("redirectUris", List.of(CallbackPage.origin() + "/*")));
    }

    /** Passwords cost what they cost in production, as a comparison of times needs it. */
    public TestRealm productionPasswords() {
        return update(Map.of("passwordPolicy", ""));
    }

    public String name() {
        return name;
    }

    /** The same realm as another node of the cluster has it. */
    public TestRealm at(KeycloakServer node) {
        return new TestRealm(node, name);
    }

    public KeycloakServer server() {
        return server;
    }

    /** Admin REST of this realm: paths below {@code /admin/realms/{realm}}. */
    public AdminRest rest() {
        return rest;
    }

    /** The address of {@code path} in this realm, such as {@code /account/}. */
    public String url(String path) {
        return server.baseUrl() + "/realms/" + name + path;
    }

    /**
     * Registers and enables the required actions that our JAR brings, the guard with these settings over its defaults.
     *
     * @throws IllegalStateException when the server has no guard
     */
    public TestRealm switchOn(Map<String, String> settings) {
        ACTIONS.forEach(this::register);
        enableAction(POLICY, true);
        for (JsonNode action : rest.get("/authentication/required-actions")) {
            String alias = action.path("alias").asText();
            if (ACTIONS.contains(alias) && !action.path("enabled").asBoolean()) {
                enableAction(alias, true);
            }
        }
        if (!settings.isEmpty()) {
            rest.put(configAddress(), Map.of("config", withoutOffer(settings)));
        }
        return this;
    }

    /** Registers an action that the realm does not know yet, as the admin console's switch does. */
    public void register(String alias) {
        for (JsonNode action : rest.get("/authentication/unregistered-required-actions")) {
            if (action.path("providerId").asText().equals(alias)) {
                rest.post("/authentication/register-required-action", action);
            }
        }
    }

    /** Tests of other things have users without recovery codes, who would be offered some after each sign-in. */
    private static Map<String, String> withoutOffer(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        if (!settings.isEmpty()) {
            all.putIfAbsent("missingRecoveryCodes", "NEVER");
        }
        return all;
    }

    /** Saves settings of the guard and returns the answer, good or bad. */
    public RestAnswer configure(Map<String, String> settings) {
        return rest.send("PUT", configAddress(), Map.of("config", withoutOffer(settings)));
    }

    /** The guard's settings as saved. */
    public JsonNode settings() {
        return rest.get(configAddress()).path("config");
    }

    public void switchOff() {
        enableAction(POLICY, false);
    }

    /** Does what happens before the policy is switched on; at once in a realm that has no guard. */
    public <T> T beforeThePolicy(Supplier<T> work) {
        if (!hasAction(POLICY)) {
            return work.get();
        }
        switchOff();
        try {
            return work.get();
        } finally {
            enableAction(POLICY, true);
        }
    }

    public boolean hasAction(String alias) {
        return rest.send("GET", actionAddress(alias), null).ok();
    }

    public void deleteAction(String alias) {
        rest.delete(actionAddress(alias));
    }

    public JsonNode action(String alias) {
        return rest.get(actionAddress(alias));
    }

    public void enableAction(String alias, boolean enabled) {
        ObjectNode action = (ObjectNode) action(alias);
        rest.put(actionAddress(alias), action.put("enabled", enabled));
    }

    /** Whether the action is put on every new user. */
    public void defaultAction(String alias, boolean defaultAction) {
        ObjectNode action = (ObjectNode) action(alias);
        rest.put(actionAddress(alias), action.put("defaultAction", defaultAction));
    }

    public void actionPriority(String alias, int priority) {
        ObjectNode action = (ObjectNode) action(alias);
        rest.put(actionAddress(alias), action.put("priority", priority));
    }

    private static String actionAddress(String alias) {
        return "/authentication/required-actions/" + alias;
    }

    private static String configAddress() {
        return actionAddress(POLICY) + "/config";
    }

    /** Changes fields of the realm's representation. */
    public TestRealm update(Map<String, ?> fields) {
        // Sent alone, fields such as those of the WebAuthn policies are ignored.
        ObjectNode whole = (ObjectNode) rest.get("");
        fields.forEach((field, value) -> whole.set(field, Http.JSON.valueToTree(value)));
        rest.put("", whole);
        return this;
    }

    public TestRealm attribute(String attribute, String value) {
        Map<String, Object> all = new HashMap<>();
        rest.get("").path("attributes").properties().forEach(a -> all.put(a.getKey(), a.getValue()));
        all.put(attribute, value);
        return update(Map.of("attributes", all));
    }

    public TestRealm loginTheme(String theme) {
        return update(Map.of("loginTheme", theme));
    }

    /**
     * Lets people sign in with a passkey from the username form of the stock flow. A virtual authenticator that holds
     * one answers by itself as soon as that form is shown.
     */
    public TestRealm passkeys() {
        return update(Map.of("webAuthnPolicyPasswordlessPasskeysEnabled", true));
    }

    /** Turns the realm's languages on, English by default. */
    public TestRealm languages(String... locales) {
        return update(Map.of(
                "internationalizationEnabled", true, "supportedLocales", List.of(locales), "defaultLocale", "en"));
    }

    /**
     * The realm's OTP policy.
     *
     * @param algorithm {@code HmacSHA1}, {@code HmacSHA256} or {@code HmacSHA512}
     * @param type {@code totp} or {@code hotp}
     * @param window the look-around window in steps
     */
    public TestRealm otpPolicy(int period, int digits, String algorithm, String type, int window) {
        return update(Map.of(
                "otpPolicyPeriod", period,
                "otpPolicyDigits", digits,
                "otpPolicyAlgorithm", algorithm,
                "otpPolicyType", type,
                "otpPolicyLookAheadWindow", window));
    }

    public TestFlows flows() {
        return new TestFlows(this);
    }

    /** One more public client like {@code app}; {@code more} replaces or adds fields of its representation. */
    public TestRealm client(String clientId, Map<String, ?> more) {
        clients.create(clientId, more);
        return this;
    }

    /** A client with the secret "secret" and a service account. */
    public TestRealm service(String clientId, Map<String, ?> more) {
        clients.createService(clientId, more);
        return this;
    }

    /** A service with one resource, "thing", that permits whatever is asked (UMA). */
    public TestRealm resources(String clientId, Map<String, ?> more) {
        clients.createResources(clientId, more);
        return this;
    }

    /** Lets access tokens of the one client be used at the other. */
    public TestRealm audience(String clientId, String audience) {
        clients.addAudience(clientId, audience);
        return this;
    }

    public TestRealm updateClient(String clientId, Map<String, ?> fields) {
        clients.update(clientId, fields);
        return this;
    }

    public String clientUuid(String clientId) {
        return clients.uuid(clientId);
    }

    /** A user with a verified address, both names and the password "password". Roles are {@code role} or {@code client/role}. */
    public TestUser user(String username, String... userRoles) {
        String mailbox =
                username.matches("[A-Za-z0-9._-]+") ? username : "u" + Integer.toHexString(username.hashCode());
        String id = rest.post(
                        "/users",
                        Map.of(
                                "username",
                                username,
                                "enabled",
                                true,
                                "email",
                                mailbox + "@example.org",
                                "emailVerified",
                                true,
                                "firstName",
                                "First",
                                "lastName",
                                "Last",
                                "credentials",
                                List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false))))
                .createdId();
        return new TestUser(this, id, username).grant(userRoles);
    }

    public TestUser find(String username) {
        JsonNode found = rest.get("/users?exact=true&username=" + Http.encode(username));
        if (found.size() != 1) {
            throw new IllegalArgumentException("No user " + username);
        }
        return new TestUser(this, found.get(0).path("id").asText(), username);
    }

    public TestRealm realmRole(String role) {
        roles.create(role);
        return this;
    }

    /** A role of a client, which is created when it is not there. */
    public TestRealm clientRole(String clientId, String role) {
        if (rest.get("/clients?clientId=" + Http.encode(clientId)).isEmpty()) {
            clients.create(clientId, Map.of());
        }
        roles.create(clientId + "/" + role);
        return this;
    }

    /** A new realm role that holds the others. */
    public TestRealm composite(String role, String... parts) {
        roles.create(role);
        roles.compose(role, parts);
        return this;
    }

    public TestRealm renameRole(String role, String newName) {
        roles.rename(role, newName);
        return this;
    }

    public TestRealm deleteRole(String role) {
        roles.delete(role);
        return this;
    }

    TestRoles roles() {
        return roles;
    }

    public TestRealm group(String group, String... groupRoles) {
        String id = rest.post("/groups", Map.of("name", group)).createdId();
        roles.map(rest.below("/groups/" + id), groupRoles);
        return this;
    }

    /** A group inside the group at {@code parentPath}. */
    public TestRealm subgroup(String parentPath, String group, String... groupRoles) {
        rest.post("/groups/" + groupId(parentPath) + "/children", Map.of("name", group));
        roles.map(rest.below("/groups/" + groupId(parentPath + "/" + group)), groupRoles);
        return this;
    }

    public String groupId(String path) {
        return rest.get("/group-by-path/" + path).path("id").asText();
    }

    /** All kept user events, the latest first. */
    public List<TestEvent> events() {
        return events("");
    }

    public List<TestEvent> events(String type) {
        JsonNode events = rest.get("/events?max=2000" + (type.isEmpty() ? "" : "&type=" + type));
        return StreamSupport.stream(events.spliterator(), false)
                .map(TestEvent::of)
                .toList();
    }

    public void clearEvents() {
        rest.delete("/events");
    }

    /** The latest event of that type that fits, waited for up to ten seconds. */
    public TestEvent awaitEvent(String type, Predicate<TestEvent> fits) {
        return Await.until(
                "an event " + type + " in " + name,
                () -> events(type).stream().filter(fits).findFirst());
    }

    /** All kept admin events, the latest first. */
    public List<JsonNode> adminEvents() {
        List<JsonNode> events = new ArrayList<>();
        rest.get("/admin-events?max=2000").forEach(events::add);
        return events;
    }

    /** A browser that has not been here before. */
    public BrowserSession browser() {
        return new BrowserSession(this);
    }

    /** The authorisation endpoint's address for a client, back to the harness's own page; {@code more} adds or replaces. */
    public String authUrl(String clientId, Map<String, String> more) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", clientId);
        query.put("redirect_uri", callbackUrl());
        query.put("response_type", "code");
        query.put("scope", "openid");
        query.put("state", UUID.randomUUID().toString());
        query.putAll(more);
        return url("/protocol/openid-connect/auth?" + Http.form(query));
    }

    /** Where client {@code app} wants its people back. */
    public String callbackUrl() {
        return CallbackPage.address();
    }

    /** The password grant of client {@code app}; {@code totp} is left out when null. */
    public Tokens directGrant(String username, String password, @Nullable String totp) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "grant_type", "password",
                "client_id", "app",
                "scope", "openid",
                "username", username,
                "password", password));
        Optional.ofNullable(totp).ifPresent(code -> fields.put("totp", code));
        return token(fields);
    }

    /** The refresh grant of client {@code app}. */
    /** An access token of a user who administers, by Keycloak's own client for that. */
    public String adminToken(String username) {
        return token(Map.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", username, "password", PASSWORD))
                .accessToken();
    }

    public Tokens refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "client_id", "app", "refresh_token", refreshToken));
    }

    /** Any grant: posts the fields to the token endpoint. */
    public Tokens token(Map<String, String> fields) {
        return token(fields, Map.of());
    }

    /** Any grant, with more headers. */
    public Tokens token(Map<String, String> fields, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url("/protocol/openid-connect/token")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Http.form(fields)));
        headers.forEach(request::header);
        HttpResponse<String> answer = Http.send(request.build());
        return Tokens.of(new RestAnswer(answer.statusCode(), answer.body(), answer.headers()));
    }

    /** Deletes the realm. */
    @Override
    public void close() {
        rest.delete("");
    }
}
