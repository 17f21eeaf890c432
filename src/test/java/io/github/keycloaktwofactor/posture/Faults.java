package io.github.keycloaktwofactor.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A realm in which nothing is wrong, and every fault that can be made in it. */
final class Faults {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PARTNER = "partner";
    private static final String PROVIDERS = "/identity-provider/instances";
    private static final String ACTION = "/authentication/required-actions/" + TestRealm.POLICY;

    /** Nothing that somebody could call weak. */
    private static final Map<String, String> POLICY = Map.of("requireEveryone", "true", "acceptOtherFactors", "none");

    private Faults() {}

    /** Leaves nothing to find but what depends on the server and what is open by nature. */
    static TestRealm flawless(TestRealm realm) {
        realm.update(Map.of(
                "verifyEmail",
                true,
                "bruteForceProtected",
                true,
                "offlineSessionMaxLifespanEnabled",
                true,
                "smtpServer",
                Map.of("host", "localhost", "port", "25", "from", "sso@example.org")));
        realm.rest().post("/two-factor/setup", Map.of());
        realm.configure(POLICY);
        realm.enableAction("CONFIGURE_RECOVERY_AUTHN_CODES", false);
        realm.updateClient("app", Map.of("directAccessGrantsEnabled", false));
        realm.updateClient("admin-cli", Map.of("directAccessGrantsEnabled", false));
        realm.realmRole("staff").realmRole("exempt").realmRole("common").clientRole("app", "free");
        realm.rest()
                .post(
                        "/roles/default-roles-" + realm.name() + "/composites",
                        List.of(realm.rest().get("/roles/common")));
        realm.user("somebody");
        return realm;
    }

    static Stream<Fault> all() {
        return Stream.of(policy(), actions(), roles(), flows(), providers(), events(), sessions())
                .flatMap(faults -> faults);
    }

    private static Stream<Fault> policy() {
        return Stream.of(
                Fault.of(
                        "two-factor-off",
                        "realm",
                        TestRealm::switchOff,
                        realm -> realm.enableAction(TestRealm.POLICY, true)),
                Fault.of(
                                "settings-never-saved",
                                "realm",
                                realm -> realm.rest().delete(ACTION + "/config"),
                                Faults::reset)
                        .with("key-step-missing", "key-step-missing"),
                set("nobody-required", "realm", Map.of("requireEveryone", "false")),
                set("admins-not-required", "realm", Map.of("requireEveryone", "false", "requiredRoles", "staff")),
                Fault.of(
                        "setting-problem",
                        "Two-Factor: policy",
                        realm -> unchecked(realm, "requireEverybody", "true"),
                        Faults::reset),
                // Stored without a save, so nothing says since when.
                Fault.of(
                        "report-only-too-long",
                        "realm",
                        realm -> unchecked(realm, "mode", "REPORT_ONLY"),
                        Faults::reset),
                set("key-step-missing", "webauthn", Map.of("acceptOtherFactors", "webauthn")),
                set("old-sessions-go-on", "realm", Map.of("existingSessions", "UNTIL_THEY_END")),
                set("trusted-devices-on", "realm", Map.of("trustedDevices", "DAYS")));
    }

    private static Stream<Fault> actions() {
        return Stream.of(
                Fault.of(
                        "guard-not-first",
                        "Two-Factor: policy",
                        realm -> realm.actionPriority(TestRealm.POLICY, 5000),
                        realm -> realm.rest().post("/two-factor/setup", Map.of())),
                action("setup-action-off", "Two-Factor: set up", "two-factor-setup"),
                action("codes-action-off", "Two-Factor: recovery codes", "two-factor-recovery-codes"),
                Fault.of(
                        "stock-otp-by-default",
                        "Configure OTP",
                        realm -> realm.defaultAction("CONFIGURE_TOTP", true),
                        realm -> realm.defaultAction("CONFIGURE_TOTP", false)),
                Fault.of(
                        "stock-recovery-codes-on",
                        "Recovery Authentication Codes",
                        realm -> realm.enableAction("CONFIGURE_RECOVERY_AUTHN_CODES", true),
                        realm -> realm.enableAction("CONFIGURE_RECOVERY_AUTHN_CODES", false)));
    }

    private static Stream<Fault> roles() {
        return Stream.of(
                Fault.of(
                        "role-gone",
                        "gone (deleted)",
                        realm -> {
                            realm.realmRole("gone");
                            policy(realm, Map.of("requiredRoles", "gone"));
                            realm.deleteRole("gone");
                        },
                        Faults::reset),
                set("everyone-exempt", "common", Map.of("exemptRoles", "common")),
                Fault.of(
                        "exemption-in-use",
                        "exempt",
                        realm -> {
                            policy(realm, Map.of("exemptRoles", "exempt"));
                            realm.find("somebody").grant("exempt");
                        },
                        realm -> {
                            realm.find("somebody").revoke("exempt");
                            reset(realm);
                        }),
                Fault.of("exemption-ends-soon", "INC-13", realm -> exempt(realm, "INC-13", 13), Faults::endExemptions),
                set("exemption-by-client-role", "app/free", Map.of("exemptRoles", "app/free")),
                set("requirement-by-client-role", "app/free", Map.of("requiredRoles", "app/free")),
                Fault.of(
                        "powerful-admins",
                        "realm-management/impersonation",
                        realm -> realm.find("somebody").grant("realm-management/impersonation"),
                        realm -> realm.find("somebody").revoke("realm-management/impersonation")));
    }

    private static Stream<Fault> flows() {
        return Stream.of(
                Fault.of("client-browser-flow", "app", realm -> realm.flows().bindPasswordOnly("app"), Faults::unbind),
                Fault.of(
                        "client-grant-flow",
                        "app",
                        realm -> realm.flows().bindDirectGrantPasswordOnly("app"),
                        Faults::unbind),
                Fault.of(
                        "grant-flow-without-code",
                        "grant-by-password",
                        realm -> {
                            realm.flows()
                                    .create(
                                            "grant-by-password",
                                            "direct-grant-validate-username",
                                            "direct-grant-validate-password");
                            realm.update(Map.of("directGrantFlow", "grant-by-password"));
                        },
                        realm -> realm.update(Map.of("directGrantFlow", "direct grant"))),
                Fault.of(
                        "client-password-grant",
                        "app",
                        realm -> realm.updateClient("app", Map.of("directAccessGrantsEnabled", true)),
                        realm -> realm.updateClient("app", Map.of("directAccessGrantsEnabled", false))),
                Fault.of("client-policy-flow", "chooses", Faults::choosingPolicy, Faults::noClientPolicies),
                Fault.of(
                        "conditional-otp-skips",
                        "skipping",
                        realm -> {
                            realm.flows()
                                    .create("skipping", "auth-username-password-form", "auth-conditional-otp-form");
                            realm.flows()
                                    .configure("skipping", "auth-conditional-otp-form", Map.of("skipOtpRole", "staff"));
                            realm.flows().bindBrowser("skipping");
                        },
                        realm -> realm.flows().bindStockBrowser()),
                realm("forgotten-password", "resetPasswordAllowed", true, false),
                Fault.of(
                                "reset-removes-otp",
                                "reset credentials",
                                realm -> {
                                    realm.flows()
                                            .configure(
                                                    "reset credentials",
                                                    "reset-otp",
                                                    Map.of("action_on_otp_reset_flag", "Remove all"));
                                    realm.update(Map.of("resetPasswordAllowed", true));
                                },
                                realm -> realm.update(Map.of("resetPasswordAllowed", false)))
                        .with("forgotten-password"));
    }

    private static Stream<Fault> providers() {
        return Stream.of(
                Fault.of(
                        "provider-trusted",
                        PARTNER,
                        realm -> {
                            provider(realm, Map.of());
                            policy(realm, Map.of("trustedIdentityProviders", PARTNER));
                        },
                        Faults::removeProvider),
                Fault.of(
                        "provider-not-trusted",
                        PARTNER,
                        realm -> {
                            provider(realm, Map.of());
                            policy(realm, Map.of("trustedIdentityProviders", PARTNER));
                            ObjectNode changed = (ObjectNode) realm.rest().get(PROVIDERS + "/" + PARTNER);
                            changed.withObject("/config").put("authorizationUrl", "https://elsewhere.example/auth");
                            realm.rest().put(PROVIDERS + "/" + PARTNER, changed);
                        },
                        Faults::removeProvider),
                provider("provider-post-login-flow", realm -> {
                    realm.flows().create("after-the-provider", "allow-access-authenticator");
                    provider(realm, Map.of("postBrokerLoginFlowAlias", "after-the-provider"));
                }),
                provider("provider-trusts-email", realm -> provider(realm, Map.of("trustEmail", true))),
                provider("provider-links-alone", realm -> {
                    realm.flows().create("links-alone", "idp-create-user-if-unique", "idp-auto-link");
                    provider(realm, Map.of("firstBrokerLoginFlowAlias", "links-alone"));
                }),
                provider("provider-forces-sync", realm -> provider(realm, Map.of("syncMode", "FORCE"))));
    }

    private static Stream<Fault> events() {
        return Stream.of(
                realm("events-not-saved", "eventsEnabled", false, true),
                realm("event-types-missing", "enabledEventTypes", List.of("LOGIN"), List.of()),
                realm("admin-events-not-saved", "adminEventsEnabled", false, true),
                realm("admin-event-details-off", "adminEventsDetailsEnabled", false, true),
                realm(
                        "no-mail-server",
                        "smtpServer",
                        Map.of(),
                        Map.of("host", "localhost", "port", "25", "from", "sso@example.org")),
                realm("addresses-not-verified", "verifyEmail", false, true),
                Fault.of(
                                "registration-unverified",
                                "realm",
                                realm -> realm.update(Map.of("registrationAllowed", true, "verifyEmail", false)),
                                realm -> realm.update(Map.of("registrationAllowed", false, "verifyEmail", true)))
                        .with("addresses-not-verified"));
    }

    private static Stream<Fault> sessions() {
        return Stream.of(
                realm("long-sessions", "ssoSessionMaxLifespan", 200_000, 36_000),
                Fault.of(
                        "long-remembered-sessions",
                        "realm",
                        realm -> realm.update(Map.of("rememberMe", true, "ssoSessionMaxLifespanRememberMe", 3_000_000)),
                        realm -> realm.update(Map.of("rememberMe", false))),
                realm("endless-offline-sessions", "offlineSessionMaxLifespanEnabled", false, true),
                realm("brute-force-detection-off", "bruteForceProtected", false, true));
    }

    private static Fault set(String finding, String object, Map<String, String> settings) {
        return Fault.of(finding, object, realm -> policy(realm, settings), Faults::reset);
    }

    private static Fault realm(String finding, String field, Object bad, Object good) {
        return Fault.of(
                finding,
                "realm",
                realm -> realm.update(Map.of(field, bad)),
                realm -> realm.update(Map.of(field, good)));
    }

    private static Fault action(String finding, String name, String alias) {
        return Fault.of(
                finding, name, realm -> realm.enableAction(alias, false), realm -> realm.enableAction(alias, true));
    }

    private static Fault provider(String finding, Consumer<TestRealm> make) {
        return Fault.of(finding, PARTNER, make, Faults::removeProvider);
    }

    private static void policy(TestRealm realm, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(POLICY);
        all.putAll(settings);
        if (!realm.configure(all).ok()) {
            throw new IllegalStateException("Refused: " + all);
        }
    }

    private static void reset(TestRealm realm) {
        policy(realm, Map.of());
    }

    /** As tools do that write the whole action: nobody looks at the settings before they are stored. */
    private static void unchecked(TestRealm realm, String key, String value) {
        ObjectNode action = (ObjectNode) realm.action(TestRealm.POLICY);
        ObjectNode config = action.putObject("config");
        realm.settings().properties().forEach(setting -> config.set(setting.getKey(), setting.getValue()));
        config.put(key, value);
        realm.rest().put(ACTION, action);
    }

    private static void unbind(TestRealm realm) {
        realm.flows().unbind("app");
    }

    private static void choosingPolicy(TestRealm realm) {
        realm.flows().create("by-policy", "auth-username-password-form");
        realm.rest()
                .put(
                        "/client-policies/profiles",
                        Map.of(
                                "profiles",
                                List.of(Map.of(
                                        "name",
                                        "by-policy",
                                        "executors",
                                        List.of(Map.of(
                                                "executor",
                                                "auth-flow-enforcer",
                                                "configuration",
                                                Map.of("auth-flow-alias", "by-policy", "auth-flow-loa", 1)))))));
        realm.rest()
                .put(
                        "/client-policies/policies",
                        Map.of(
                                "policies",
                                List.of(Map.of(
                                        "name",
                                        "chooses",
                                        "enabled",
                                        true,
                                        "conditions",
                                        List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                                        "profiles",
                                        List.of("by-policy")))));
    }

    private static void noClientPolicies(TestRealm realm) {
        realm.rest().put("/client-policies/policies", Map.of("policies", List.of()));
        realm.rest().put("/client-policies/profiles", Map.of("profiles", List.of()));
    }

    private static void provider(TestRealm realm, Map<String, ?> more) {
        ObjectNode provider = JSON.createObjectNode();
        provider.put("alias", PARTNER).put("providerId", "oidc").put("enabled", true);
        JsonNode config = JSON.valueToTree(Map.of(
                "authorizationUrl", "https://partner.example/auth",
                "tokenUrl", "https://partner.example/token",
                "clientId", "relying-realm",
                "clientSecret", "secret",
                "syncMode", more.containsKey("syncMode") ? more.get("syncMode") : "IMPORT"));
        provider.set("config", config);
        more.forEach((field, value) -> {
            if (!field.equals("syncMode")) {
                provider.set(field, JSON.valueToTree(value));
            }
        });
        realm.rest().post(PROVIDERS, provider);
    }

    private static void removeProvider(TestRealm realm) {
        reset(realm);
        realm.rest().delete(PROVIDERS + "/" + PARTNER);
    }

    /** The user {@code somebody}, for some days. */
    static void exempt(TestRealm realm, String reason, int days) {
        realm.rest()
                .post(
                        "/two-factor/exemptions",
                        Map.of(
                                "user",
                                realm.find("somebody").id(),
                                "until",
                                realm.server()
                                        .clock()
                                        .now()
                                        .plus(Duration.ofDays(days))
                                        .toEpochMilli(),
                                "reason",
                                reason));
    }

    static void endExemptions(TestRealm realm) {
        realm.rest()
                .get("/two-factor/exemptions")
                .forEach(one -> realm.rest()
                        .delete("/two-factor/exemptions/" + one.path("id").asText() + "?reason=over"));
    }
}
