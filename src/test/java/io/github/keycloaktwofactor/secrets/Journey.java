package io.github.keycloaktwofactor.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that people do with two-factor, each secret used at least once. */
final class Journey {

    private static final String NEW_PASSWORD = "Tr0mbone-Quartet-Falls-Uphill";

    private final TestRealm realm;
    private final Witness witness;
    private String alicesPassword = TestRealm.PASSWORD;

    Journey(TestRealm realm, Witness witness) {
        this.realm = realm;
        this.witness = witness;
    }

    void go() {
        try (MailServer mails = MailServer.start()) {
            realm.update(Map.of("resetPasswordAllowed", true, "smtpServer", mails.settings()));
            realm.user("alice");
            realm.user("bob", "exempt");
            AuthenticatorApp alices = enforced();
            List<String> codes = replaceCodes(alices);
            signIns(alices, codes);
            passwordGrant(alices, codes);
            ofOnesOwnAccord();
            forgottenPassword(alices, mails);
            lookAtTheAccount(alices);
            lookAsAdmin();
            mails.texts().forEach(mail -> witness.keep("mail", mail));
        }
    }

    private AuthenticatorApp enforced() {
        BrowserSession browser = browser().signIn("alice", TestRealm.PASSWORD);
        AuthenticatorApp app = witness.scanned("key of alice", browser);
        browser.press("confirm", Map.of("code", ""));
        browser.press("confirm", Map.of("code", wrong(app)));
        language(browser, "de");
        language(browser, "en");
        assertThat(witness.scanned("key of alice", browser).key()).isEqualTo(app.key());
        browser.press("confirm", Map.of("code", right(app)));
        witness.read(browser);
        browser.press("continue");
        browser.reload();
        browser.press("continue", Map.of("saved", "on"));
        tokens(browser);
        return app;
    }

    private List<String> replaceCodes(AuthenticatorApp app) {
        BrowserSession browser = browser()
                .openLogin(Map.of("kc_action", "two-factor-recovery-codes"))
                .signIn("alice", TestRealm.PASSWORD)
                .press("verify", Map.of("code", right(app)))
                .press("regenerate");
        List<String> codes = witness.read(browser);
        browser.press("continue", Map.of("saved", "on"));
        tokens(browser);
        return codes;
    }

    private void signIns(AuthenticatorApp app, List<String> codes) {
        BrowserSession browser = browser().signIn("alice", TestRealm.PASSWORD);
        String code = right(app);
        browser.press("verify", Map.of("code", wrong(app)))
                .press("verify", Map.of("code", code.substring(1)))
                .press("recovery")
                .press("verify", Map.of("code", witness.typed("QZ7M-W3KT")))
                .press("verify", Map.of("code", witness.typed("no recovery code at all")))
                .press("authenticator")
                .press("verify", Map.of("code", code));
        tokens(browser);
        browser = browser().signIn("alice", TestRealm.PASSWORD).press("verify", Map.of("code", code));
        browser.press("recovery").press("verify", Map.of("code", codes.get(0)));
        tokens(browser.press("continue"));
        browser = browser().signIn("alice", TestRealm.PASSWORD).press("recovery");
        browser.press("verify", Map.of("code", codes.get(0)));
        browser.press("verify", Map.of("code", codes.get(1).replace("-", "").toLowerCase(Locale.ROOT)));
        tokens(browser.press("continue"));
    }

    private void passwordGrant(AuthenticatorApp app, List<String> codes) {
        witness.keep(realm.directGrant("alice", TestRealm.PASSWORD, wrong(app)));
        Tokens granted = realm.directGrant("alice", TestRealm.PASSWORD, right(app));
        witness.keep(granted);
        witness.keep(realm.refresh(granted.refreshToken()));
        witness.keep(realm.directGrant("alice", TestRealm.PASSWORD, codes.get(2)));
        witness.keep(realm.directGrant("alice", TestRealm.PASSWORD, codes.get(2)));
        assertThat(granted.ok()).isTrue();
    }

    private void ofOnesOwnAccord() {
        BrowserSession browser = browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("bob", TestRealm.PASSWORD)
                .press("enable");
        AuthenticatorApp abandoned = witness.scanned("abandoned key of bob", browser);
        browser.fork().reload();
        browser.press("confirm", Map.of("code", right(abandoned))).press("enable");
        AuthenticatorApp app = witness.scanned("key of bob", browser);
        browser.press("confirm", Map.of("code", right(app)));
        witness.read(browser);
        browser.press("continue", Map.of("saved", "on")).press("leave");
        tokens(browser);
    }

    private void forgottenPassword(AuthenticatorApp app, MailServer mails) {
        BrowserSession browser = browser().openLogin().follow("a[href*=reset-credentials]");
        browser.submit("#kc-reset-password-form", Map.of("username", "alice"));
        browser.open(mails.link("alice"));
        browser.press("verify", Map.of("code", wrong(app))).press("verify", Map.of("code", right(app)));
        witness.hide(Secret.word("new password", NEW_PASSWORD));
        browser.submit(
                "#kc-passwd-update-form", Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
        tokens(browser);
        alicesPassword = NEW_PASSWORD;
    }

    private void lookAtTheAccount(AuthenticatorApp app) {
        Tokens tokens = realm.directGrant("alice", alicesPassword, right(app));
        for (String path :
                List.of("/account/credentials", "/account/sessions/devices", "/account/", "/account/applications")) {
            witness.keep("account REST " + path, Plain.get(realm.url(path), tokens.accessToken()));
        }
    }

    private void lookAsAdmin() {
        for (String name : List.of("alice", "bob")) {
            TestUser user = realm.find(name);
            for (String path : List.of("", "/credentials", "/sessions", "/configured-user-storage-credential-types")) {
                witness.keep("admin REST user" + path, user.rest().get(path).toString());
            }
            user.rename(user.credentials("otp").get(0), "phone");
        }
        for (String path : List.of(
                "",
                "/users?briefRepresentation=false",
                "/authentication/required-actions",
                "/authentication/required-actions/two-factor-policy/config",
                "/client-session-stats",
                "/events?max=2000",
                "/admin-events?max=2000")) {
            witness.keep("admin REST " + path, realm.rest().get(path).toString());
        }
        witness.keep(
                "partial export",
                realm.rest()
                        .post("/partial-export?exportClients=true&exportGroupsAndRoles=true", "")
                        .text());
    }

    private static void language(BrowserSession browser, String tag) {
        browser.open(browser.page()
                .document()
                .select("option[value*=kc_locale=" + tag + "]")
                .first()
                .absUrl("value"));
    }

    private BrowserSession browser() {
        return witness.browser(realm);
    }

    private void tokens(BrowserSession browser) {
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        witness.keep(browser);
        witness.keep(browser.tokens());
    }

    private String right(AuthenticatorApp app) {
        return witness.right(app);
    }

    private String wrong(AuthenticatorApp app) {
        return witness.wrong(app);
    }
}
