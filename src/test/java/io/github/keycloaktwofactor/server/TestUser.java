package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;

/** A person of a test realm, as the realm's admin can handle them. */
public final class TestUser {
    private final TestRealm realm;
    private final AdminRest rest;
    private final String id;
    private final String name;

    TestUser(TestRealm realm, String id, String name) {
        this.realm = realm;
        this.rest = realm.rest().below("/users/" + id);
        this.id = id;
        this.name = name;
    }

    /** The same user in the same realm as another node of the cluster has it. */
    public TestUser at(TestRealm there) {
        return new TestUser(there, id, name);
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** Admin REST below this user. */
    public AdminRest rest() {
        return rest;
    }

    /** Role names are {@code role} or {@code client/role}. */
    public TestUser grant(String... roles) {
        realm.roles().map(rest, roles);
        return this;
    }

    public TestUser revoke(String... roles) {
        realm.roles().unmap(rest, roles);
        return this;
    }

    /** Makes the user a member of a group, by its path such as {@code staff/night}. */
    public TestUser join(String groupPath) {
        rest.put("/groups/" + realm.groupId(groupPath), "{}");
        return this;
    }

    public TestUser leave(String groupPath) {
        rest.delete("/groups/" + realm.groupId(groupPath));
        return this;
    }

    public TestUser password(String password) {
        rest.put("/reset-password", Map.of("type", "password", "value", password, "temporary", false));
        return this;
    }

    /** Changes fields of the user's representation. */
    public TestUser update(Map<String, ?> fields) {
        ObjectNode user = (ObjectNode) rest.get("");
        fields.forEach((field, value) -> user.set(field, Http.JSON.valueToTree(value)));
        rest.put("", user);
        return this;
    }

    /** Replaces the user's pending required actions. */
    public TestUser requiredActions(String... aliases) {
        return update(Map.of("requiredActions", List.of(aliases)));
    }

    public List<String> requiredActions() {
        List<String> actions = new ArrayList<>();
        rest.get("").path("requiredActions").forEach(action -> actions.add(action.asText()));
        return actions;
    }

    public AuthenticatorApp importOtp(String base32Secret) {
        return importOtp(OtpSpec.totp(base32Secret));
    }

    /** Puts a credential of type {@code otp} on the user, without any of our code. */
    public AuthenticatorApp importOtp(OtpSpec spec) {
        ObjectNode data = Http.JSON
                .createObjectNode()
                .put("subType", spec.kind())
                .put("digits", spec.digits())
                .put("counter", spec.counter())
                .put("period", spec.period())
                .put("algorithm", spec.algorithm());
        if (spec.base32()) {
            data.put("secretEncoding", "BASE32");
        }
        String secret = Http.JSON.createObjectNode().put("value", spec.secret()).toString();
        update(Map.of(
                "credentials",
                List.of(Map.of(
                        "type",
                        "otp",
                        "userLabel",
                        spec.label(),
                        "secretData",
                        secret,
                        "credentialData",
                        data.toString()))));
        return AuthenticatorApp.of(spec);
    }

    /** Puts a row of a security key or passkey on the user, with which nobody can sign in. */
    public TestUser importKey(String type) {
        String key = "{\"aaguid\":\"\",\"credentialId\":\"AAAA\",\"counter\":0,\"credentialPublicKey\":\"AAAA\"}";
        return update(Map.of(
                "credentials",
                List.of(Map.of("type", type, "userLabel", "Key", "secretData", "{}", "credentialData", key))));
    }

    /** Puts a set of Keycloak's own recovery codes on the user, without any of our code. */
    public TestUser importStockCodes(String... codes) {
        RecoveryAuthnCodesCredentialModel set =
                RecoveryAuthnCodesCredentialModel.createFromValues(List.of(codes), 0, "Recovery codes");
        return update(Map.of(
                "credentials",
                List.of(Map.of(
                        "type",
                        set.getType(),
                        "userLabel",
                        set.getUserLabel(),
                        "secretData",
                        set.getSecretData(),
                        "credentialData",
                        set.getCredentialData()))));
    }

    public List<Credential> credentials() {
        return stream(rest.get("/credentials")).map(Credential::of).toList();
    }

    public List<Credential> credentials(String type) {
        return credentials().stream().filter(c -> c.type().equals(type)).toList();
    }

    /** Gives a credential another label, as the admin console does. */
    public void rename(Credential credential, String label) {
        // The first request finds out whether the administrator's token is still good.
        credentials();
        RestAnswer answer = rest.putText("/credentials/" + credential.id() + "/userLabel", label);
        if (!answer.ok()) {
            throw new IllegalStateException("Not renamed: " + answer.status() + " " + answer.text());
        }
    }

    public void deleteCredential(String credentialId) {
        rest.delete("/credentials/" + credentialId);
    }

    /** Ends all of the user's sessions, as the admin console's button does. */
    public void logoutEverywhere() {
        rest.post("/logout", "{}");
    }

    public List<JsonNode> sessions() {
        return stream(rest.get("/sessions")).toList();
    }

    public void delete() {
        rest.delete("");
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
