package io.github.keycloaktwofactor.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.HtmlPage;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Looks over people's shoulders: keeps what they saw and left behind, and what of it must stay hidden. */
final class Witness {

    static final String KEY = "page with the key";
    static final String CODES = "page with new recovery codes";
    private static final String OTHER = "page";
    /** Asks for another recovery code than the one in its field. */
    static final String REFUSED = "page after a refused recovery code";

    private static final String OUR_PAGE = "[data-two-factor-form]";

    private final KeycloakServer server;
    private final List<Secret> secrets = new ArrayList<>();
    private final List<Artefact> artefacts = new ArrayList<>();
    private final List<HtmlPage> pages = new ArrayList<>();

    Witness(KeycloakServer server) {
        this.server = server;
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

    /** A browser whose every answer is kept. */
    BrowserSession browser(TestRealm realm) {
        return realm.browser().watched(this::keep);
    }

    void keep(String name, String text) {
        artefacts.add(new Artefact(name, text));
    }

    void keep(Tokens tokens) {
        artefacts.add(
                Artefact.opened("answer of the token endpoint", tokens.body().toString()));
    }

    /** What is left in a browser: where it was sent to, and its cookies. */
    void keep(BrowserSession browser) {
        browser.leftTo().ifPresent(address -> artefacts.add(Artefact.opened("address", address.toString())));
        artefacts.add(Artefact.opened("cookies", browser.cookies().toString()));
    }

    private void keep(HtmlPage page) {
        boolean key = page.has("a[href^=otpauth]");
        boolean codes = page.has("ol.two-factor-codes");
        boolean refused = page.has("input#two-factor-code[type=text][value]");
        artefacts.add(new Artefact(key ? KEY : codes ? CODES : refused ? REFUSED : OTHER, page.body()));
        artefacts.add(Artefact.opened("address", page.uri().toString()));
        page.headers()
                .map()
                .forEach((name, values) -> artefacts.add(Artefact.opened("header " + name, values.toString())));
        if (page.has(OUR_PAGE)) {
            pages.add(page);
        }
    }

    /** Something that must stay hidden. */
    void hide(Secret secret) {
        secrets.add(secret);
    }

    /** The app of the one who scans the key that the browser shows. */
    AuthenticatorApp scanned(String name, BrowserSession browser) {
        AuthenticatorApp app = EnrolledUser.scanned(browser);
        hide(Secret.key(name, app.parameters().get("secret"), app.key()));
        return app;
    }

    /** The new recovery codes that the browser shows. */
    List<String> read(BrowserSession browser) {
        List<String> codes =
                browser.page().document().select("ol.two-factor-codes li").eachText();
        assertThat(codes).as(browser.page().text()).hasSize(8);
        codes.forEach(code -> hide(Secret.recoveryCode("recovery code", code)));
        return codes;
    }

    /** A right code that was never used. */
    String right(AuthenticatorApp app) {
        String code = app.code(server.clock().awaitStepStart(app.period()));
        hide(Secret.code("right code", code));
        return code;
    }

    String wrong(AuthenticatorApp app) {
        // Not the 00000000 that AuthenticatorApp.wrong() would give: a log may hold that for other reasons.
        String near = app.wrong(server.clock().now());
        String code = Integer.toString(73_910_542 + Integer.parseInt(near));
        hide(Secret.code("wrong code", code));
        return code;
    }

    /** Something typed where a recovery code belongs. */
    String typed(String text) {
        hide(Secret.recoveryCode("wrong recovery code", text));
        return text;
    }
}
