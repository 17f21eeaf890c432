package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A realm with all doors, a mailbox, and another realm of the same server that its users can sign in through. */
public final class House implements AutoCloseable {

    /** A client whose own browser flow is the password alone. */
    public static final String BARE = "bare";

    /** A client that may use the device flow. */
    public static final String DEVICE = "device";

    /** A client that speaks SAML, and one that speaks it with the password-only flow. */
    public static final String SAML = "urn:example:sp";

    public static final String SAML_BARE = "urn:example:sp:bare";

    /** Identity provider without a post-login flow. */
    public static final String PARTNER = "partner";

    /** Identity provider whose post-login flow has the code step. */
    public static final String PARTNER_WITH_FLOW = "partner-with-flow";

    /** Identity provider to which nobody is linked yet. */
    static final String PARTNER_TO_LINK = "partner-to-link";

    /** A registry for container images. */
    static final String REGISTRY = "registry";

    static final String POST_LOGIN_FLOW = "after-broker";

    /** Our step for the code in a flow that an administrator builds. */
    static final String CHALLENGE = "two-factor-challenge";

    private final TestRealm realm;
    private final TestRealm partner;
    private final MailServer mail;

    private House(TestRealm realm, TestRealm partner, MailServer mail) {
        this.realm = realm;
        this.partner = partner;
        this.mail = mail;
    }

    /** Builds the realm; the policy is not switched on. */
    public static House on(KeycloakServer server) {
        return on(server, CHALLENGE);
    }

    /** The same with another step for the code in the post-login flow, such as a server without our JAR has. */
    static House on(KeycloakServer server, String codeStep) {
        House house = new House(server.realm(), server.realm(), MailServer.start());
        house.furnish(codeStep);
        return house;
    }

    public TestRealm realm() {
        return realm;
    }

    /** The realm behind the identity providers. */
    public TestRealm partner() {
        return partner;
    }

    public MailServer mail() {
        return mail;
    }

    /** A user without a second factor. */
    public Visitor visitor(String name, String... roles) {
        return new Visitor(this, linked(realm.user(name, roles)), null);
    }

    /** A user with an authenticator, whose app the visitor has or has not. */
    public Visitor enrolled(String name, String... roles) {
        EnrolledUser person = EnrolledUser.imported(realm, name, roles);
        linked(person.user());
        return new Visitor(this, person.user(), person);
    }

    /** Gives the user an account of the same name at the identity provider, and links it. */
    private TestUser linked(TestUser user) {
        TestUser there = partner.user(user.name());
        for (String alias : List.of(PARTNER, PARTNER_WITH_FLOW)) {
            user.rest().post("/federated-identity/" + alias, Map.of("userId", there.id(), "userName", there.name()));
        }
        return user;
    }

    private void furnish(String codeStep) {
        ActionDoor.enableAll(realm);
        TokenDoor.furnish(realm);
        realm.update(Map.of(
                "resetPasswordAllowed",
                true,
                "rememberMe",
                true,
                "registrationAllowed",
                true,
                "smtpServer",
                mail.settings()));
        realm.client(BARE, Map.of("implicitFlowEnabled", true)).flows().bindPasswordOnly(BARE);
        realm.client(DEVICE, Map.of("attributes", Map.of("oauth2.device.authorization.grant.enabled", "true")));
        realm.client(REGISTRY, Map.of("protocol", "docker-v2"));
        saml(SAML);
        saml(SAML_BARE);
        realm.flows().bindPasswordOnly(SAML_BARE);
        partner.client(
                "relying-realm",
                Map.of(
                        "publicClient",
                        false,
                        "secret",
                        "broker-secret",
                        "redirectUris",
                        List.of(realm.url("/broker/*"))));
        realm.flows().create(POST_LOGIN_FLOW, codeStep);
        identityProvider(PARTNER, "");
        identityProvider(PARTNER_WITH_FLOW, POST_LOGIN_FLOW);
        identityProvider(PARTNER_TO_LINK, "");
    }

    private void saml(String id) {
        realm.client(
                id,
                Map.of(
                        "protocol",
                        "saml",
                        "redirectUris",
                        List.of(realm.callbackUrl()),
                        "attributes",
                        Map.of(
                                "saml.client.signature", "false",
                                "saml.allow.ecp.flow", "true",
                                "saml.server.signature", "false",
                                "saml.assertion.signature", "false",
                                "saml.force.post.binding", "true",
                                "saml_idp_initiated_sso_url_name", id.replace(':', '-'),
                                "saml_assertion_consumer_url_post", realm.callbackUrl())));
    }

    /** One more way to sign in through the partner realm. */
    public void identityProvider(String alias, String postLoginFlow) {
        identityProvider(alias, postLoginFlow, Map.of());
    }

    /** The same with more of its config. */
    void identityProvider(String alias, String postLoginFlow, Map<String, String> more) {
        String there = partner.url("/protocol/openid-connect");
        Map<String, String> config = new HashMap<>(Map.of(
                "authorizationUrl", there + "/auth",
                "tokenUrl", there + "/token",
                "userInfoUrl", there + "/userinfo",
                "clientId", "relying-realm",
                "clientSecret", "broker-secret",
                "clientAuthMethod", "client_secret_post",
                "defaultScope", "openid profile email",
                "validateSignature", "false",
                "syncMode", "IMPORT"));
        config.putAll(more);
        Map<String, Object> provider = new HashMap<>(
                Map.of("alias", alias, "providerId", "oidc", "enabled", true, "trustEmail", true, "config", config));
        if (!postLoginFlow.isEmpty()) {
            provider.put("postBrokerLoginFlowAlias", postLoginFlow);
        }
        realm.rest().post("/identity-provider/instances", provider);
    }

    @Override
    public void close() {
        realm.close();
        partner.close();
        mail.close();
    }
}
