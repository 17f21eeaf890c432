package io.github.keycloaktwofactor.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.HtmlPage;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All that people do with two-factor, each secret used at least once; keeps what they saw and what must stay hidden. */
final class Journey {

    static final String KEY = "page with the key";
    static final String CODES = "page with new recovery codes";
    static final String OTHER = "page";

    private static final String OUR_PAGE = "[data-two-factor-form]";
    private static final Pattern LINK = Pattern.compile("http://[^\\s\"<>]*action-token[^\\s\"<>]*");
    private static final String NEW_PASSWORD = "Tr0mbone-Quartet-Falls-Uphill";

    private final TestRealm realm;
    private final List<Secret> secrets = new ArrayList<>();
    private final List<Artefact> artefacts = new ArrayList<>();
    private final List<HtmlPage> pages = new ArrayList<>();
    private String alicesPassword = TestRealm.PASSWORD;

    Journey(TestRealm realm) {
        this.realm = realm;
    }

    List<Secret> secrets() {
        return secrets;
    }

    List<Artefact> artefacts() {
        return artefacts;
    }

    /** The pages of ours that were shown. */
    List<HtmlPage> pages() {
        return pages;
    }

    void go() {
        GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        try {
            realm.update(Map.of(
                    "resetPasswordAllowed",
                    true,
                    "smtpServer",
                    Map.of(
                            "host", "127.0.0.1",
                            "port", Integer.toString(mails.getSmtp().getPort()),
                            "from", "keycloak@example.org")));
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
            List.of(mails.getReceivedMessages()).forEach(mail -> artefacts.add(new Artefact("mail", text(mail))));
        } finally {
            mails.stop();
        }
    }

    private AuthenticatorApp enforced() {
        BrowserSession browser = browser().signIn("alice", TestRealm.PASSWORD);
        AuthenticatorApp app = scanned("key of alice", browser);
        browser.press("confirm", Map.of("code", ""));
        browser.press("confirm", Map.of("code", wrong(app)));
        language(browser, "de");
        language(browser, "en");
        assertThat(scanned("key of alice", browser).key()).isEqualTo(app.key());
        browser.press("confirm", Map.of("code", right(app)));
        read(browser);
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
        List<String> codes = read(browser);
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
                .press("verify", Map.of("code", typed("QZ7M-W3KT")))
                .press("verify", Map.of("code", typed("no recovery code at all")))
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
        keep(realm.directGrant("alice", TestRealm.PASSWORD, wrong(app)));
        Tokens granted = realm.directGrant("alice", TestRealm.PASSWORD, right(app));
        keep(granted);
        keep(realm.refresh(granted.refreshToken()));
        keep(realm.directGrant("alice", TestRealm.PASSWORD, codes.get(2)));
        keep(realm.directGrant("alice", TestRealm.PASSWORD, codes.get(2)));
        assertThat(granted.ok()).isTrue();
    }

    private void ofOnesOwnAccord() {
        BrowserSession browser = browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("bob", TestRealm.PASSWORD)
                .press("enable");
        AuthenticatorApp abandoned = scanned("abandoned key of bob", browser);
        browser.fork().reload();
        browser.press("confirm", Map.of("code", right(abandoned))).press("enable");
        AuthenticatorApp app = scanned("key of bob", browser);
        browser.press("confirm", Map.of("code", right(app)));
        read(browser);
        browser.press("continue", Map.of("saved", "on")).press("leave");
        tokens(browser);
    }

    private void forgottenPassword(AuthenticatorApp app, GreenMail mails) {
        BrowserSession browser = browser().openLogin().follow("a[href*=reset-credentials]");
        browser.submit("#kc-reset-password-form", Map.of("username", "alice"));
        browser.open(Await.until(
                "a mail with a link",
                () -> Stream.of(mails.getReceivedMessages())
                        .map(Journey::text)
                        .map(LINK::matcher)
                        .filter(Matcher::find)
                        .map(link -> link.group().replace("&amp;", "&"))
                        .findFirst()));
        browser.press("verify", Map.of("code", wrong(app))).press("verify", Map.of("code", right(app)));
        secrets.add(Secret.word("new password", NEW_PASSWORD));
        browser.submit(
                "#kc-passwd-update-form", Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
        tokens(browser);
        alicesPassword = NEW_PASSWORD;
    }

    /** Quoted-printable undone as far as words and links need it (RFC 2045 §6.7). */
    private static String text(MimeMessage mail) {
        return GreenMailUtil.getWholeMessage(mail).replace("=\r\n", "").replace("=3D", "=");
    }

    private void lookAtTheAccount(AuthenticatorApp app) {
        Tokens tokens = realm.directGrant("alice", alicesPassword, right(app));
        for (String path :
                List.of("/account/credentials", "/account/sessions/devices", "/account/", "/account/applications")) {
            artefacts.add(new Artefact("account REST " + path, Plain.get(realm.url(path), tokens.accessToken())));
        }
    }

    private void lookAsAdmin() {
        for (String name : List.of("alice", "bob")) {
            TestUser user = realm.find(name);
            for (String path : List.of("", "/credentials", "/sessions", "/configured-user-storage-credential-types")) {
                artefacts.add(new Artefact(
                        "admin REST user" + path, user.rest().get(path).toString()));
            }
            String id = user.credentials("otp").get(0).id();
            user.rest().send("PUT", "/credentials/" + id + "/userLabel", "phone");
        }
        for (String path : List.of(
                "",
                "/users?briefRepresentation=false",
                "/authentication/required-actions",
                "/authentication/required-actions/two-factor-policy/config",
                "/client-session-stats",
                "/events?max=2000",
                "/admin-events?max=2000")) {
            artefacts.add(
                    new Artefact("admin REST " + path, realm.rest().get(path).toString()));
        }
        artefacts.add(new Artefact(
                "partial export",
                realm.rest()
                        .post("/partial-export?exportClients=true&exportGroupsAndRoles=true", "")
                        .text()));
    }

    private static void language(BrowserSession browser, String tag) {
        browser.open(browser.page()
                .document()
                .select("option[value*=kc_locale=" + tag + "]")
                .first()
                .absUrl("value"));
    }

    private BrowserSession browser() {
        return realm.browser().watched(this::keep);
    }

    private void keep(HtmlPage page) {
        boolean key = page.has("a[href^=otpauth]");
        boolean codes = page.has("ol.two-factor-codes");
        artefacts.add(new Artefact(key ? KEY : codes ? CODES : OTHER, page.body()));
        artefacts.add(Artefact.opened("address", page.uri().toString()));
        page.headers()
                .map()
                .forEach((name, values) -> artefacts.add(Artefact.opened("header " + name, values.toString())));
        if (page.has(OUR_PAGE)) {
            pages.add(page);
        }
    }

    private void keep(Tokens tokens) {
        artefacts.add(
                Artefact.opened("answer of the token endpoint", tokens.body().toString()));
    }

    private void tokens(BrowserSession browser) {
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        artefacts.add(Artefact.opened("address", browser.leftTo().orElseThrow().toString()));
        keep(browser.tokens());
        artefacts.add(Artefact.opened("cookies", browser.cookies().toString()));
    }

    private AuthenticatorApp scanned(String name, BrowserSession browser) {
        AuthenticatorApp app = AuthenticatorApp.ofUri(browser.page().attribute("a[href^=otpauth]", "href"));
        secrets.add(Secret.key(name, app.parameters().get("secret"), app.key()));
        return app;
    }

    private List<String> read(BrowserSession browser) {
        List<String> codes =
                browser.page().document().select("ol.two-factor-codes li").eachText();
        assertThat(codes).hasSize(8);
        codes.forEach(code -> secrets.add(Secret.recoveryCode("recovery code", code)));
        return codes;
    }

    private String right(AuthenticatorApp app) {
        String code = app.code(realm.server().clock().awaitStepStart(app.period()));
        secrets.add(Secret.code("right code", code));
        return code;
    }

    private String wrong(AuthenticatorApp app) {
        // Not the 00000000 that AuthenticatorApp.wrong() would give: a log may hold that for other reasons.
        String near = app.wrong(realm.server().clock().now());
        String code = Integer.toString(73_910_542 + Integer.parseInt(near));
        secrets.add(Secret.code("wrong code", code));
        return code;
    }

    private String typed(String text) {
        secrets.add(Secret.recoveryCode("wrong recovery code", text));
        return text;
    }
}
