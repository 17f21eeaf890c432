package io.github.keycloaktwofactor.hostile;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** One place where a good request is ready to be sent, and what must be as it was when many bad ones were. */
final class Scene {

    private static final String OWN_FORM = "form:has([name=do])";

    private final String name;
    private final TestUser user;
    private final @Nullable BrowserSession browser;
    private final boolean proved;
    private final Supplier<String> factors;
    private final String factorsBefore;
    private final List<String> sessionsBefore;
    private WireRequest request;
    private boolean spent;

    private Scene(String name, TestUser user, @Nullable BrowserSession browser, boolean proved, WireRequest request) {
        this.name = name;
        this.user = user;
        this.browser = browser;
        this.proved = proved;
        this.request = request;
        // Users who have proved themselves may replace their recovery codes.
        this.factors = () -> user.credentials().stream()
                .filter(credential -> !proved || !credential.type().contains("recovery"))
                .map(credential -> credential.id() + credential.type() + credential.json())
                .sorted()
                .collect(Collectors.joining("\n"));
        this.factorsBefore = factors.get();
        this.sessionsBefore = sessions();
    }

    /** The page that the browser shows, and the fields that fill its form in. None of them is right. */
    static Scene page(String name, TestUser user, BrowserSession browser, Parameter... fields) {
        return new Scene(name, user, browser, false, post(browser, fields));
    }

    /** The same where the person has proved all that is asked of them, so that they may go on. */
    static Scene provedPage(String name, TestUser user, BrowserSession browser, Parameter... fields) {
        return new Scene(name, user, browser, true, post(browser, fields));
    }

    /** A post to an address that has no page. */
    static Scene endpoint(String name, TestRealm realm, TestUser user, String path, Parameter... fields) {
        WireRequest post = WireRequest.post(realm.url(path), Map.of(), fields);
        return new Scene(name, user, null, false, post);
    }

    /** An address that the browser of somebody half signed in opens. */
    static Scene link(String name, TestUser user, BrowserSession browser, String url) {
        return new Scene(name, user, null, false, WireRequest.get(url, browser.cookies()));
    }

    private static WireRequest post(BrowserSession browser, Parameter... fields) {
        Element form = browser.page().document().selectFirst(OWN_FORM);
        if (form == null) {
            throw new AssertionError("No page of ours: " + browser.page().text());
        }
        return WireRequest.post(form.absUrl("action"), browser.cookies(), fields);
    }

    WireRequest request() {
        return request;
    }

    /** Whether nothing is left here to send requests to. */
    boolean spent() {
        return spent;
    }

    /** Whether this person may be signed in by what is sent. */
    boolean mayPass() {
        return proved;
    }

    /** Takes the next address from the answer or, where it has none, from a fresh look. */
    void follow(WireAnswer answer) {
        if (browser == null) {
            return;
        }
        Element next = Jsoup.parse(answer.body()).selectFirst(OWN_FORM);
        if (answer.status() != 200 || next == null) {
            browser.open(browser.page().uri().toString());
            next = browser.page().document().selectFirst(OWN_FORM);
        }
        if (next == null) {
            spent = true;
        } else {
            WireRequest there = WireRequest.post(next.absUrl("action"), browser.cookies());
            request = there.form(request.form());
        }
    }

    /** What is not as it was; empty when all is well. */
    String changes() {
        String factorsNow = factors.get();
        List<String> sessionsNow = sessions();
        if (!factorsNow.equals(factorsBefore)) {
            return "factors of " + this + ":\n" + factorsBefore + "\n→\n" + factorsNow;
        }
        return proved || sessionsBefore.containsAll(sessionsNow) ? "" : "sessions of " + this + ": " + sessionsNow;
    }

    private List<String> sessions() {
        return user.sessions().stream()
                .map(session -> session.path("id").asText())
                .toList();
    }

    @Override
    public String toString() {
        return name + " (" + user.name() + ")";
    }
}
