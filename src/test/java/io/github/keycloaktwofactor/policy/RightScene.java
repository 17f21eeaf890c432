package io.github.keycloaktwofactor.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * People, roles and groups on which an administrator tries every {@link Act}. What one has changed is left behind with
 * those people; the next one gets new ones.
 */
final class RightScene {

    private static final String PROVIDER = "/identity-provider/instances/partner";
    private static final String ACTION = "/authentication/required-actions/" + TestRealm.POLICY;
    private static final String KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    private static final Map<String, String> POLICY = Map.of(
            "requireEveryone",
            "false",
            "requiredRoles",
            "duty##desk/watch",
            "exemptRoles",
            "excused##kiosk/screen",
            "trustedIdentityProviders",
            "partner");

    private final TestRealm realm;
    private final AdminRest all;
    private int number;
    private String token = "";

    /** Who has the right, must use two-factor, and wants to be exempt. */
    private TestUser self;
    /** Who need not use two-factor. */
    private TestUser other;
    /** Who has a factor. */
    private TestUser enrolled;

    private RightScene(TestRealm realm) {
        this.realm = realm;
        this.all = realm.rest();
        renew();
    }

    static RightScene on(TestRealm realm) {
        realm.realmRole("duty").realmRole("excused");
        realm.clientRole("desk", "watch").clientRole("kiosk", "screen").client("shop", Map.of());
        realm.group("lobby", "excused").group("guards", "duty");
        realm.rest()
                .post(
                        "/identity-provider/instances",
                        Map.of(
                                "alias",
                                "partner",
                                "providerId",
                                "oidc",
                                "enabled",
                                true,
                                "config",
                                Map.of(
                                        "authorizationUrl", "https://partner.example/auth",
                                        "tokenUrl", "https://partner.example/token",
                                        "clientId", "us",
                                        "clientSecret", "secret")));
        realm.switchOn(POLICY);
        return new RightScene(realm);
    }

    TestUser self() {
        return self;
    }

    AdminRest asSelf() {
        return all.as(token);
    }

    /** The marks of a row, after the people were replaced if anything was done to them. */
    String renewed(String marks) {
        if (marks.contains("yes")) {
            renew();
        }
        return marks;
    }

    /**
     * Their token is of the client of Keycloak's administrators, with which Keycloak goes by the rights that they have now; with
     * any other, Keycloak before 26.5 goes by those in the token.
     */
    private void renew() {
        number++;
        self = person("self");
        other = person("other");
        realm.group("enrolled-" + number);
        enrolled = realm.user("enrolled-" + number).join("enrolled-" + number);
        enrolled.importOtp(KEY);
        token = realm.token(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        self.name(),
                        "password",
                        TestRealm.PASSWORD))
                .accessToken();
        self.grant("duty");
    }

    /** With a role of the realm, one of a client, and a group of their own. */
    private TestUser person(String kind) {
        String own = kind + "-" + number;
        realm.realmRole(own).clientRole("shop", own).group(own);
        return realm.user(own, own, "shop/" + own).join(own);
    }

    /** Impersonation last: it ends the administrator's own session in the realm. */
    String tryAll(AdminRest who) {
        Map<Act, String> marks = new EnumMap<>(Act.class);
        Stream.of(Act.values())
                .sorted(Comparator.comparing(act -> act == Act.IMPERSONATE))
                .forEach(act -> marks.put(act, can(who, act) ? "yes" : "–"));
        return String.join(" | ", marks.values());
    }

    private boolean can(AdminRest who, Act act) {
        return switch (act) {
            case POLICY -> changesPolicy(who);
            case EXEMPT ->
                reaches(who, self, "excused", "kiosk", "screen", "lobby", Screen.SIGNED_IN) || mapsByProvider(who);
            case REQUIRE -> reaches(who, other, "duty", "desk", "watch", "guards", Screen.KEY);
            case REMOVE -> who.send("DELETE", credential(), null).ok();
            case ADD -> addsFactor(who);
            case PASSWORD ->
                who.send(
                                "PUT",
                                user(enrolled) + "/reset-password",
                                Map.of("type", "password", "value", "other", "temporary", false))
                        .ok();
            case IMPERSONATE ->
                who.send("POST", user(enrolled) + "/impersonation", "{}").ok();
            case PROVIDER -> changesProvider(who);
            case READ -> reads(who);
        };
    }

    private boolean changesPolicy(AdminRest who) {
        JsonNode before = all.get(ACTION);
        boolean saved =
                who.send("PUT", ACTION + "/config", Map.of("config", POLICY)).ok();
        boolean off = who.send("PUT", ACTION, ((ObjectNode) before.deepCopy()).put("enabled", false))
                .ok();
        boolean gone = who.send("DELETE", ACTION, null).ok();
        if (saved || off || gone) {
            realm.switchOn(POLICY);
        }
        return saved || off || gone;
    }

    /** By a mapping, a group, or a composite role of the person's; and then signs in to see whether it counts. */
    private boolean reaches(
            AdminRest who, TestUser user, String role, String client, String clientRole, String group, Screen then) {
        List<JsonNode> ofRealm = List.of(all.get("/roles/" + role));
        String uuid = realm.clientUuid(client);
        List<JsonNode> ofClient = List.of(all.get("/clients/" + uuid + "/roles/" + clientRole));
        String own = user.name();
        String ownGroup = "/groups/" + realm.groupId(own);
        long done = Stream.of(
                        who.send("POST", user(user) + "/role-mappings/realm", ofRealm),
                        who.send("POST", user(user) + "/role-mappings/clients/" + uuid, ofClient),
                        who.send("PUT", user(user) + "/groups/" + realm.groupId(group), "{}"),
                        who.send("POST", ownGroup + "/role-mappings/realm", ofRealm),
                        who.send("POST", ownGroup + "/role-mappings/clients/" + uuid, ofClient),
                        who.send("POST", "/roles/" + own + "/composites", ofRealm),
                        who.send("POST", "/roles/" + own + "/composites", ofClient),
                        who.send("POST", ownClientRole(own), ofRealm),
                        who.send("POST", ownClientRole(own), ofClient))
                .filter(answer -> answer.ok())
                .count();
        return done > 0 && Screen.of(realm.browser().signIn(own, TestRealm.PASSWORD)) == then;
    }

    private String ownClientRole(String own) {
        return "/clients/" + realm.clientUuid("shop") + "/roles/" + own + "/composites";
    }

    /** Gives the role to all who come through the provider. */
    private boolean mapsByProvider(AdminRest who) {
        return who.send(
                        "POST",
                        PROVIDER + "/mappers",
                        Map.of(
                                "name",
                                "mapper-" + number,
                                "identityProviderAlias",
                                "partner",
                                "identityProviderMapper",
                                "oidc-hardcoded-role-idp-mapper",
                                "config",
                                Map.of("syncMode", "FORCE", "role", "excused")))
                .ok();
    }

    private boolean addsFactor(AdminRest who) {
        int before = enrolled.credentials("otp").size();
        ObjectNode representation = (ObjectNode) enrolled.rest().get("");
        representation
                .putArray("credentials")
                .addObject()
                .put("type", "otp")
                .put("userLabel", "theirs")
                .put("secretData", "{\"value\":\"" + KEY + "\"}")
                .put(
                        "credentialData",
                        "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\",\"secretEncoding\":\"BASE32\"}");
        who.send("PUT", user(enrolled), representation);
        return enrolled.credentials("otp").size() > before;
    }

    private boolean changesProvider(AdminRest who) {
        ObjectNode before = (ObjectNode) all.get(PROVIDER);
        ObjectNode after = before.deepCopy();
        after.withObject("/config").put("tokenUrl", "https://elsewhere.example/token");
        boolean changed = who.send("PUT", PROVIDER, after).ok();
        if (changed) {
            all.put(PROVIDER, before);
        }
        return changed;
    }

    private boolean reads(AdminRest who) {
        return Stream.of(
                        who.send("GET", user(enrolled) + "/credentials", null),
                        who.send("GET", user(enrolled), null),
                        who.send("POST", "/partial-export?exportClients=true&exportGroupsAndRoles=true", "{}"))
                .anyMatch(answer -> answer.text().contains(KEY));
    }

    private String credential() {
        return enrolled.credentials("otp").stream()
                .findFirst()
                .map(credential -> user(enrolled) + "/credentials/" + credential.id())
                .orElseThrow();
    }

    private static String user(TestUser user) {
        return "/users/" + user.id();
    }
}
