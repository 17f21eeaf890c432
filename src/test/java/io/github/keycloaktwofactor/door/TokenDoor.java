package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The doors that applications go through without a browser, where no page can ask. */
public enum TokenDoor implements Door {
    PASSWORD("password grant", visitor -> visitor.realm().token(password(visitor, "app", "openid"))),

    PASSWORD_OWN_FLOW(
            "password grant of a client with its own flow, the password alone",
            visitor -> visitor.realm().token(password(visitor, TokenDoor.CLIENT, "openid"))),

    REFRESH(
            "refresh grant, a session from before the policy",
            visitor -> refresh(visitor.realm(), before(visitor, "openid"))),

    OFFLINE(
            "refresh grant, an offline session from before the policy",
            visitor -> refresh(visitor.realm(), before(visitor, "openid offline_access"))),

    EXCHANGE("token exchange, a session from before the policy", visitor -> {
        Tokens tokens = before(visitor, "openid");
        return visitor.realm()
                .token(Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:token-exchange",
                        "client_id",
                        TokenDoor.SERVICE,
                        "client_secret",
                        "secret",
                        "subject_token",
                        tokens.accessToken(),
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:access_token"));
    }),

    PERMISSION("permissions (UMA), a session from before the policy", visitor -> {
        Tokens tokens = before(visitor, "openid");
        return visitor.realm()
                .token(
                        Map.of(
                                "grant_type",
                                "urn:ietf:params:oauth:grant-type:uma-ticket",
                                "audience",
                                TokenDoor.SERVICE,
                                "permission",
                                "thing"),
                        Map.of("Authorization", "Bearer " + tokens.accessToken()));
    });

    /** A client whose own password grant asks for the password alone. */
    private static final String CLIENT = "tokens";

    private static final String SERVICE = "service";

    private final String title;
    private final Function<Visitor, Tokens> way;

    TokenDoor(String title, Function<Visitor, Tokens> way) {
        this.title = title;
        this.way = way;
    }

    /** Makes the clients that the doors belong to. */
    static void furnish(TestRealm realm) {
        realm.client(CLIENT, Map.of()).flows().bindDirectGrantPasswordOnly(CLIENT);
        realm.audience(CLIENT, SERVICE)
                .resources(SERVICE, Map.of("attributes", Map.of("standard.token.exchange.enabled", "true")));
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Passage walk(Visitor visitor) {
        Tokens tokens = way.apply(visitor);
        return new Passage(
                tokens.ok() ? Passage.Kind.LET_IN : Passage.Kind.REFUSED,
                visitor.browser().openLogin(),
                tokens.error());
    }

    @Override
    public boolean silent() {
        return true;
    }

    /** Tokens by password alone, at a client of its own flow. */
    static Tokens byPassword(Visitor visitor) {
        return visitor.realm().token(password(visitor, CLIENT, "openid"));
    }

    /** Tokens by password alone, from before the policy was switched on. */
    private static Tokens before(Visitor visitor, String scope) {
        return visitor.realm().beforeThePolicy(() -> visitor.realm().token(password(visitor, CLIENT, scope)));
    }

    private static Map<String, String> password(Visitor visitor, String client, String scope) {
        return new HashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "scope",
                scope,
                "username",
                visitor.name(),
                "password",
                TestRealm.PASSWORD));
    }

    private static Tokens refresh(TestRealm realm, Tokens tokens) {
        return realm.token(
                Map.of("grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", tokens.refreshToken()));
    }
}
