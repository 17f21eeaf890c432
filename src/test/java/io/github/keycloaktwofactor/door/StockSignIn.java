package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What people of a stock realm do that passes anything of ours: every provider that stands in for one of Keycloak's. */
enum StockSignIn {
    PASSWORD(visitor -> {
        TestRealm realm = visitor.realm();
        visitor.page("wrong password", realm.browser().signIn(visitor.name(), "wrong"));
        BrowserSession browser = visitor.password("right", Map.of());
        Tokens tokens = visitor.tokens("code exchanged", browser.tokens());
        visitor.page("the cookie alone", browser.openLogin());
        visitor.page("silent", browser.openLogin(Map.of("prompt", "none")));
        visitor.page("asked again", browser.openLogin(Map.of("prompt", "login")));
        visitor.page("signed out", browser.signOut(tokens));
        visitor.page("silent after that", browser.openLogin(Map.of("prompt", "none")));
        visitor.tokens("refreshed after that", realm.refresh(tokens.refreshToken()));
    }),

    CODE(visitor -> {
        AuthenticatorApp app = visitor.user().importOtp(StockVisitor.SECRET);
        BrowserSession browser = visitor.password("password", Map.of());
        visitor.code("no code", browser, "");
        visitor.code("letters", browser, "ABCD-EFGH");
        visitor.code("wrong code", browser, app.wrong(Instant.now()));
        String code = app.code(Instant.now());
        visitor.code("right code", browser, code);
        visitor.tokens("code exchanged", browser.tokens());
        visitor.page("silent", browser.openLogin(Map.of("prompt", "none")));
        visitor.code("used code", visitor.password("again", Map.of()), code);
    }),

    TWO_AUTHENTICATORS(visitor -> {
        visitor.user().importOtp(OtpSpec.hotp(StockVisitor.SECRET, 0).label("First"));
        AuthenticatorApp second = visitor.user()
                .importOtp(OtpSpec.hotp("KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU", 0).label("Second"));
        BrowserSession browser = visitor.password("password", Map.of());
        visitor.code("code of the one not chosen", browser, second.hotp(0));
    }),

    ENROLMENT(visitor -> {
        visitor.user().requiredActions("CONFIGURE_TOTP");
        BrowserSession browser = visitor.password("password", Map.of());
        AuthenticatorApp app = AuthenticatorApp.of(OtpSpec.stock(browser.page().value("totpSecret")));
        visitor.page("by hand", browser.follow("#mode-manual"));
        enrol(visitor, browser, "wrong code", app.wrong(Instant.now()));
        enrol(visitor, browser, "right code", app.code(Instant.now()));
        visitor.tokens("code exchanged", browser.tokens());
        visitor.password("the next time", Map.of());
    }),

    ASKED_TO_ENROL(visitor -> {
        Map<String, String> asked = Map.of("kc_action", "CONFIGURE_TOTP");
        visitor.cancel(visitor.password("without one", asked));
        AuthenticatorApp app = visitor.user().importOtp(StockVisitor.SECRET);
        visitor.cancel(visitor.code("code", visitor.password("with one", asked), app.code(Instant.now())));
    }),

    RECOVERY_CODES(visitor -> {
        BrowserSession browser =
                visitor.password("asked for codes", Map.of("kc_action", "CONFIGURE_RECOVERY_AUTHN_CODES"));
        String codes = browser.page().value("generatedRecoveryAuthnCodes");
        visitor.page("saved", browser.submit("#kc-recovery-codes-settings-form", Map.of()));
        BrowserSession next = visitor.password("the next time", Map.of());
        recover(visitor, next, "wrong code", "wrong");
        recover(visitor, next, "right code", codes.split(",")[0]);
        visitor.tokens("code exchanged", next.tokens());
        recover(visitor, visitor.password("once more", Map.of()), "used code", codes.split(",")[0]);
    }),

    DIRECT_GRANT(visitor -> {
        TestRealm realm = visitor.realm();
        String name = visitor.name();
        visitor.tokens("wrong password", realm.directGrant(name, "wrong", null));
        visitor.tokens("password", realm.directGrant(name, TestRealm.PASSWORD, null));
        visitor.tokens("a code that nobody asked for", realm.directGrant(name, TestRealm.PASSWORD, "123456"));
        AuthenticatorApp app = visitor.user().importOtp(StockVisitor.SECRET);
        visitor.tokens("no code", realm.directGrant(name, TestRealm.PASSWORD, null));
        visitor.tokens("wrong code", realm.directGrant(name, TestRealm.PASSWORD, app.wrong(Instant.now())));
        String code = app.code(Instant.now());
        visitor.tokens("wrong password, right code", realm.directGrant(name, "wrong", code));
        visitor.tokens("right code", realm.directGrant(name, TestRealm.PASSWORD, code));
        visitor.tokens("used code", realm.directGrant(name, TestRealm.PASSWORD, code));
    }),

    REFRESH(visitor -> {
        TestRealm realm = visitor.realm();
        for (String scope : List.of("openid", "openid offline_access")) {
            Tokens tokens = visitor.grant(
                    scope,
                    Map.of(
                            "grant_type",
                            "password",
                            "client_id",
                            "app",
                            "scope",
                            scope,
                            "username",
                            visitor.name(),
                            "password",
                            TestRealm.PASSWORD));
            visitor.tokens("refreshed", realm.refresh(tokens.refreshToken()));
            // Keycloak's "log out everywhere" works by the second and not by the session.
            realm.rest()
                    .delete("/sessions/" + tokens.accessClaims().path("sid").asText() + "?isOffline="
                            + scope.contains("offline"));
            visitor.tokens("refreshed after the session ended", realm.refresh(tokens.refreshToken()));
        }
        visitor.tokens("no refresh token", realm.refresh("nonsense"));
    }),

    OTHER_GRANTS(visitor -> {
        Tokens tokens = visitor.grant(
                "password",
                Map.of(
                        "grant_type", "password",
                        "client_id", "tokens",
                        "scope", "openid",
                        "username", visitor.name(),
                        "password", TestRealm.PASSWORD));
        for (String subject : List.of(tokens.accessToken(), "nonsense")) {
            visitor.grant(
                    "exchanged",
                    Map.of(
                            "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                            "client_id", "service",
                            "client_secret", "secret",
                            "subject_token", subject,
                            "subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
            visitor.tokens(
                    "permission",
                    visitor.realm()
                            .token(
                                    Map.of(
                                            "grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket",
                                            "audience", "service",
                                            "permission", "thing"),
                                    Map.of("Authorization", "Bearer " + subject)));
        }
        for (Map.Entry<String, String> field : Map.of(
                        "urn:openid:params:grant-type:ciba", "auth_req_id",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion")
                .entrySet()) {
            visitor.grant(
                    field.getKey(),
                    Map.of(
                            "grant_type",
                            field.getKey(),
                            "client_id",
                            "service",
                            "client_secret",
                            "secret",
                            field.getValue(),
                            "nonsense"));
        }
    }),

    ACCOUNT(visitor -> {
        TestRealm realm = visitor.realm();
        visitor.user().importOtp(OtpSpec.totp(StockVisitor.SECRET).label(""));
        visitor.user()
                .importOtp(OtpSpec.totp("KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU").label("Second"));
        BrowserSession browser = visitor.page("console", realm.browser().open(realm.url("/account/")));
        visitor.page("as a page", browser.open(realm.url("/account/credentials")));
        Tokens tokens = realm.token(Map.of(
                "grant_type", "password",
                "client_id", "tokens",
                "scope", "openid",
                "username", visitor.name(),
                "password", TestRealm.PASSWORD));
        AccountRest account = new AccountRest(realm, tokens.accessToken());
        visitor.transcript().json("types", account.credentialTypes());
        visitor.transcript().json("listed", account.credentials());
        for (int authenticators = 2; authenticators > 0; authenticators--) {
            visitor.transcript().add("deleted: " + account.delete(visitor.user(), "otp"));
            visitor.transcript().json("listed", account.credentials());
        }
    }),

    FORGOTTEN_PASSWORD(visitor -> {
        BrowserSession browser = visitor.page("mail", forgotten(visitor));
        visitor.page("link", browser.open(visitor.mail().link(visitor.name())));
        visitor.page(
                "new password",
                browser.submit(
                        "#kc-passwd-update-form",
                        Map.of("password-new", TestRealm.PASSWORD, "password-confirm", TestRealm.PASSWORD)));
        visitor.user().importOtp(StockVisitor.SECRET);
        BrowserSession enrolled = forgotten(visitor);
        visitor.page(
                "link, of a user who has an authenticator",
                enrolled.open(visitor.mail().link(visitor.name())));
    }),

    ADMINS_MAIL(visitor -> {
        visitor.user().importOtp(StockVisitor.SECRET);
        visitor.mail().empty();
        visitor.user().rest().put("/execute-actions-email", List.of("CONFIGURE_TOTP", "UPDATE_PASSWORD"));
        BrowserSession browser = visitor.page(
                "link", visitor.realm().browser().open(visitor.mail().link(visitor.name())));
        visitor.page("on", browser.follow("#kc-info-message a"));
    });

    private final Consumer<StockVisitor> way;

    StockSignIn(Consumer<StockVisitor> way) {
        this.way = way;
    }

    void walk(StockVisitor visitor) {
        way.accept(visitor);
    }

    private static void enrol(StockVisitor visitor, BrowserSession browser, String step, String code) {
        visitor.page(step, browser.submit("#kc-totp-settings-form", Map.of("totp", code, "userLabel", "Phone")));
    }

    private static void recover(StockVisitor visitor, BrowserSession browser, String step, String code) {
        visitor.page(step, browser.submit("#kc-recovery-code-login-form", Map.of("recoveryCodeInput", code)));
    }

    private static BrowserSession forgotten(StockVisitor visitor) {
        visitor.mail().empty();
        BrowserSession browser = visitor.realm().browser().openLogin().follow("a[href*=reset-credentials]");
        return browser.submit("#kc-reset-password-form", Map.of("username", visitor.name()));
    }
}
