package io.github.keycloaktwofactor.server;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.jspecify.annotations.Nullable;

/**
 * A browser without JavaScript: keeps cookies, follows the server's redirects and stops where one leads back to the
 * application. Each instance belongs to one thread at a time; {@link #fork()} gives other threads a copy.
 */
public final class BrowserSession {
    private static final int MOST_REDIRECTS = 20;

    private final TestRealm realm;
    private final Cookies cookies;
    private KeycloakServer node;
    private String language = "en";
    private String userAgent = "Mozilla/5.0 (X11; Linux x86_64) Harness/1.0";
    private @Nullable String forwardedFor;
    private @Nullable HtmlPage page;
    private @Nullable URI callback;
    private Consumer<HtmlPage> watcher = answer -> {};
    private @Nullable String avoided;
    private @Nullable String basic;

    BrowserSession(TestRealm realm) {
        this(realm, new Cookies());
    }

    private BrowserSession(TestRealm realm, Cookies cookies) {
        this.realm = realm;
        this.cookies = cookies;
        this.node = realm.server();
    }

    /** A browser of its own with the same cookies, showing the same page. */
    public BrowserSession fork() {
        BrowserSession copy = new BrowserSession(realm, cookies.copy());
        copy.node = node;
        copy.language = language;
        copy.userAgent = userAgent;
        copy.forwardedFor = forwardedFor;
        copy.page = page;
        copy.callback = callback;
        copy.watcher = watcher;
        copy.basic = basic;
        return copy;
    }

    /** Tells of every answer from now on, redirects too. */
    public BrowserSession watched(Consumer<HtmlPage> by) {
        watcher = by;
        return this;
    }

    /** Sends name and password with every request from now on, as clients do that have no pages (RFC 7617). */
    public BrowserSession basic(String username, String password) {
        basic = "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Stays where it is when it is sent to an address with that in it, as anybody's own browser may. */
    public BrowserSession avoiding(String part) {
        avoided = part;
        return this;
    }

    /** Sends all further requests to that node of the cluster, as a load balancer may at any time. */
    public BrowserSession at(KeycloakServer other) {
        node = other;
        return this;
    }

    /** The {@code Accept-Language} of all further requests. */
    public BrowserSession language(String tag) {
        language = tag;
        return this;
    }

    /** Calls itself another browser from now on. */
    public BrowserSession userAgent(String name) {
        userAgent = name;
        return this;
    }

    /** The {@code X-Forwarded-For} of all further requests. */
    public BrowserSession forwardedFor(String text) {
        forwardedFor = text;
        return this;
    }

    /** Starts a sign-in to client {@code app}. */
    public BrowserSession openLogin() {
        return openLogin(Map.of());
    }

    /** The same with further parameters, such as {@code prompt} or {@code kc_action}. */
    public BrowserSession openLogin(Map<String, String> more) {
        return open(realm.authUrl("app", more));
    }

    public BrowserSession open(String url) {
        return go(request(URI.create(url)).GET().build());
    }

    /** Opens the address of the page once more. */
    public BrowserSession reload() {
        return open(page().uri().toString());
    }

    /** Fills in the username and password form, which is opened first when this browser has not been anywhere. */
    public BrowserSession signIn(String username, String password) {
        if (page == null) {
            openLogin();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        if (page().has("#kc-form-login input[name=username]:not([type=hidden])")) {
            fields.put("username", username);
        }
        fields.put("password", password);
        return submit("#kc-form-login", fields);
    }

    /** Fills in Keycloak's registration form; a server that has the password chosen later does not look at it. */
    public BrowserSession register(String username) {
        return submit(
                "#kc-register-form",
                Map.of(
                        "username",
                        username,
                        "email",
                        username + "@example.org",
                        "firstName",
                        "First",
                        "lastName",
                        "Last",
                        "password",
                        TestRealm.PASSWORD,
                        "password-confirm",
                        TestRealm.PASSWORD));
    }

    /** Presses the button {@code name=do} with that value, the form left as it is. */
    public BrowserSession press(String button) {
        return press(button, Map.of());
    }

    /**
     * Fills in fields and presses the button {@code name=do} with that value. Everything else that the form holds goes
     * with it; a field that the form lacks is added.
     */
    public BrowserSession press(String button, Map<String, String> fields) {
        Element pressed = page().document().selectFirst(HtmlPage.doIs(button));
        if (pressed == null) {
            throw new AssertionError("No button " + button + " on: " + page().status() + " " + page().text());
        }
        FormElement form = pressed.hasAttr("form")
                ? form("#" + pressed.attr("form"))
                : Optional.ofNullable(pressed.closest("form"))
                        .map(FormElement.class::cast)
                        .orElseThrow();
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("do", button);
        return submit(form, all);
    }

    /** Fills in fields and submits the first form that matches. */
    public BrowserSession submit(String css, Map<String, String> fields) {
        return submit(form(css), fields);
    }

    private BrowserSession submit(FormElement form, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>();
        List<String> buttons = form.select("input[type=submit]").eachAttr("name");
        form.formData().stream()
                .filter(entry -> !buttons.contains(entry.key()))
                .forEach(entry -> all.put(entry.key(), entry.value()));
        all.putAll(fields);
        return post(form.absUrl("action"), List.copyOf(all.entrySet()));
    }

    private FormElement form(String css) {
        Element found = page().document().selectFirst(css);
        if (found instanceof FormElement form) {
            return form;
        }
        throw new AssertionError("No form " + css + " on: " + page().status() + " " + page().text());
    }

    /** The address that the form with that button, or the first form, posts to. */
    public String action(String button) {
        Element pressed = page().document().selectFirst(HtmlPage.doIs(button));
        Element form = pressed == null ? page().document().selectFirst("form") : pressed.closest("form");
        return Optional.ofNullable(form).orElseThrow().absUrl("action");
    }

    /** Whether the server still has the sign-in that this browser has open. The page and the sign-in stay as they are. */
    public boolean hasOpenSignIn() {
        HttpResponse<String> answer = Http.send(openSignIn().GET().build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("The test clock answers " + answer.statusCode());
        }
        return Boolean.parseBoolean(answer.body());
    }

    /** The server forgets the sign-in, as it does in the end with each that nobody finishes. */
    public BrowserSession loseOpenSignIn() {
        Http.send(openSignIn().DELETE().build());
        if (hasOpenSignIn()) {
            throw new IllegalStateException("The sign-in is still there");
        }
        return this;
    }

    private HttpRequest.Builder openSignIn() {
        return request(URI.create(realm.url("/test-clock/sign-in")));
    }

    /** Follows the first link that matches. */
    public BrowserSession follow(String css) {
        String address = Optional.ofNullable(page().document().selectFirst(css))
                .map(link -> link.absUrl("href"))
                .orElseThrow(() -> new AssertionError("No link " + css + " on: " + page().text()));
        return open(address);
    }

    /** Posts form fields as given, repeated names and all. */
    public BrowserSession post(String url, List<? extends Map.Entry<String, String>> fields) {
        return postRaw(url, "application/x-www-form-urlencoded", Http.form(fields));
    }

    /** Posts a body as it is. */
    public BrowserSession postRaw(String url, String contentType, String body) {
        return go(request(URI.create(url))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(atNode(uri))
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Accept-Language", language)
                .header("User-Agent", userAgent);
        if (forwardedFor != null) {
            request.header("X-Forwarded-For", forwardedFor);
        }
        String sent = cookies.header(uri);
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        if (basic != null) {
            request.header("Authorization", basic);
        }
        return request;
    }

    private URI atNode(URI uri) {
        for (String address : ours()) {
            if (uri.toString().startsWith(address + "/")) {
                return URI.create(node.baseUrl() + uri.toString().substring(address.length()));
            }
        }
        return uri;
    }

    private List<String> ours() {
        return List.of(node.address(), node.baseUrl(), realm.server().baseUrl());
    }

    private BrowserSession go(HttpRequest first) {
        callback = null;
        HttpRequest request = first;
        for (int redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
            HttpResponse<String> answer = Http.send(request);
            URI here = request.uri();
            answer.headers().allValues("Set-Cookie").forEach(header -> cookies.take(header, here));
            page = HtmlPage.of(answer.statusCode(), here, answer.headers(), answer.body());
            watcher.accept(page);
            Optional<URI> next = answer.headers().firstValue("Location").map(here::resolve);
            if (next.isEmpty() || answer.statusCode() / 100 != 3) {
                return this;
            }
            String to = next.get().toString();
            if (avoided != null && to.contains(avoided)) {
                return this;
            }
            if (ours().stream().noneMatch(address -> to.startsWith(address + "/"))) {
                callback = next.get();
                return this;
            }
            request = request(next.get()).GET().build();
        }
        throw new AssertionError("More than " + MOST_REDIRECTS + " redirects from " + first.uri());
    }

    /** The page shown; the redirect itself when the last request led back to the application. */
    public HtmlPage page() {
        return Optional.ofNullable(page).orElseThrow(() -> new IllegalStateException("Nothing was opened yet"));
    }

    /** Whether the last request led back to the application with an authorisation code. */
    public boolean signedIn() {
        return callback().containsKey("code");
    }

    /** Whether it is at the page that follows a recovery code. */
    public boolean recovered() {
        return page().text().contains("You signed in with a recovery code");
    }

    /** Goes on from the page that follows a recovery code, if it is there and may. */
    public BrowserSession onward() {
        return recovered() && page().offers("continue") ? press("continue") : this;
    }

    /** The parameters of the redirect back to the application; empty when the last request did not end there. */
    public Map<String, String> callback() {
        URI back = callback;
        if (back == null) {
            return Map.of();
        }
        String query = Optional.ofNullable(back.getRawQuery()).orElse(back.getRawFragment());
        return query == null ? Map.of() : Http.parameters(query);
    }

    /** Where outside the server the last request led; empty when it did not. */
    public Optional<URI> leftTo() {
        return Optional.ofNullable(callback);
    }

    /** Exchanges the authorisation code. */
    public Tokens tokens() {
        return tokens("app");
    }

    public Tokens tokens(String clientId) {
        String code = callback().get("code");
        if (code == null) {
            throw new AssertionError("Not signed in, but at: " + page().status() + " " + page().text() + callback());
        }
        return realm.token(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                clientId,
                "redirect_uri",
                realm.callbackUrl(),
                "code",
                code));
    }

    /** Signs out at the front channel, with the ID token as the hint. */
    public BrowserSession signOut(Tokens tokens) {
        return open(realm.url("/protocol/openid-connect/logout?"
                + Http.form(
                        Map.of("id_token_hint", tokens.idToken(), "post_logout_redirect_uri", realm.callbackUrl()))));
    }

    public Map<String, String> cookies() {
        return cookies.all();
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.all().get(name));
    }

    /** The {@code Set-Cookie} headers of the last answer. */
    public List<String> setCookies() {
        return new ArrayList<>(page().headers().allValues("Set-Cookie"));
    }

    /** Leaves nothing but cookies whose names begin like this, as when a session has run out. */
    public BrowserSession keepOnlyCookies(String beginning) {
        cookies().keySet().stream()
                .filter(name -> !name.startsWith(beginning))
                .toList()
                .forEach(this::removeCookie);
        return this;
    }

    /** Plants a cookie, as somebody could who has the browser's profile in their hands. */
    public void plantCookie(String name, String value) {
        cookies.put(name, value, "/");
    }

    public void removeCookie(String name) {
        cookies.remove(name);
    }
}
