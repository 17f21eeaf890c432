package io.github.keycloaktwofactor.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.browser.PageReader;
import io.github.keycloaktwofactor.browser.QrScanner;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerTime;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A realm that was set and worded, by means that every realm admin has, to be the product that a source describes.
 *
 * @param settings of the policy
 */
record Product(TestRealm realm, Map<String, String> settings) implements AutoCloseable {

    /**
     * A new one.
     *
     * @param name what people and their apps see
     * @param settings of the policy
     * @param texts what it says instead of the standard texts, by message key
     */
    static Product called(String name, Map<String, String> settings, Map<String, String> texts) {
        TestRealm realm = KeycloakServer.shared().realm();
        realm.update(Map.of("displayName", name)).languages("en");
        realm.rest().post("/localization/en", texts);
        return new Product(realm.switchOn(settings), settings);
    }

    /** From now on these settings hold beside the product's own. */
    void alsoSets(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        assertThat(realm.configure(all).ok()).isTrue();
    }

    ServerTime clock() {
        return realm.server().clock();
    }

    /** A person in front of a browser of their own. */
    PageReader somebody(Chromium chromium) {
        Page page = chromium.page();
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.onDialog(Dialog::accept);
        return new PageReader(page);
    }

    /** The same, signed in with the password and at the two-factor page, or at what stands before it. */
    PageReader atTwoFactor(Chromium chromium, String name) {
        return somebody(chromium).open(realm.url("/two-factor")).signIn(name, TestRealm.PASSWORD);
    }

    /** The same, signed in with the password and at the account console's page for that. */
    PageReader inTheAccount(Chromium chromium, String name) {
        return somebody(chromium)
                .open(realm.url("/account/account-security/signing-in"))
                .signIn(name, TestRealm.PASSWORD);
    }

    /** The same at the application. */
    PageReader atApplication(Chromium chromium, String name) {
        return somebody(chromium).open(application()).signIn(name, TestRealm.PASSWORD);
    }

    /** The same when the session has long run out: the browser is the same, but for its cookies. */
    PageReader laterAtApplication(PageReader person, String name) {
        person.page().context().clearCookies();
        return person.open(application()).signIn(name, TestRealm.PASSWORD);
    }

    /** Whether the password alone still opens the account, at the application or in one request. */
    boolean passwordIsEnough(String name) {
        return realm.browser().signIn(name, TestRealm.PASSWORD).signedIn()
                || realm.directGrant(name, TestRealm.PASSWORD, null).ok();
    }

    String application() {
        return realm.authUrl("app", Map.of());
    }

    /** The person's phone, once its camera has found the QR code in a picture of the page. */
    AuthenticatorApp scan(Chromium chromium, PageReader person, String picture) {
        byte[] seen = chromium.shot(person.page(), "sources/" + picture);
        return AuthenticatorApp.ofUri(QrScanner.scan(seen));
    }

    /** What the phone shows now. */
    String shownBy(AuthenticatorApp phone) {
        return phone.code(clock().now());
    }

    /** What it shows next, once the person has waited for it. */
    String nextShownBy(AuthenticatorApp phone) {
        return phone.code(clock().awaitStepStart(phone.period()));
    }

    @Override
    public void close() {
        realm.close();
    }
}
