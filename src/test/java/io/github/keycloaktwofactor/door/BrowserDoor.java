package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jsoup.nodes.Element;

/** The doors that a browser goes through. */
public enum BrowserDoor implements Door {
    LOGIN("browser login", visitor -> visitor.password(visitor.browser(), "app", Map.of())),

    OWN_FLOW(
            "a client with its own flow, the password alone",
            visitor -> visitor.password(visitor.browser(), House.BARE, Map.of())),

    COOKIE(
            "SSO cookie of a session from before the policy",
            visitor -> visitor.sessionFromBefore(Map.of()).openLogin()),

    COOKIE_AT_OWN_FLOW(
            "the same cookie at a client with its own flow",
            visitor -> visitor.password(visitor.sessionFromBefore(Map.of()), House.BARE, Map.of())),

    PROMPT_NONE("prompt=none", visitor -> visitor.sessionFromBefore(Map.of()).openLogin(Map.of("prompt", "none"))) {
        @Override
        public boolean silent() {
            return true;
        }
    },

    PROMPT_LOGIN(
            "prompt=login",
            visitor -> visitor.password(visitor.sessionFromBefore(Map.of()), "app", Map.of("prompt", "login"))),

    MAX_AGE("max_age", visitor -> {
        BrowserSession browser = visitor.sessionFromBefore(Map.of());
        visitor.realm().server().clock().advance(Duration.ofSeconds(5));
        return visitor.password(browser, "app", Map.of("max_age", "1"));
    }),

    REMEMBER_ME("remember me", visitor -> {
        BrowserSession browser = visitor.sessionFromBefore(Map.of("rememberMe", "on"));
        browser.removeCookie("AUTH_SESSION_ID");
        return browser.openLogin();
    }),

    SAML(
            "SAML",
            visitor -> visitor.browser()
                    .open(SamlRequest.address(visitor.realm(), House.SAML, ""))
                    .signIn(visitor.name(), TestRealm.PASSWORD)),

    SAML_OWN_FLOW(
            "SAML client with its own flow, the password alone",
            visitor -> visitor.browser()
                    .open(SamlRequest.address(visitor.realm(), House.SAML_BARE, ""))
                    .signIn(visitor.name(), TestRealm.PASSWORD)),

    SAML_PASSIVE(
            "SAML with IsPassive",
            visitor -> visitor.sessionFromBefore(Map.of())
                    .open(SamlRequest.address(visitor.realm(), House.SAML, "IsPassive=\"true\""))) {
        @Override
        public boolean silent() {
            return true;
        }
    },

    SAML_ECP(
            "SAML ECP (name and password by Basic)",
            visitor -> basic(visitor)
                    .postRaw(
                            visitor.realm().url("/protocol/saml"),
                            "text/xml",
                            SamlRequest.envelope(visitor.realm(), House.SAML))) {
        @Override
        public boolean silent() {
            return true;
        }
    },

    DOCKER(
            "Docker registry (name and password by Basic)",
            visitor -> basic(visitor)
                    .open(visitor.realm()
                            .url("/protocol/docker-v2/auth?service=" + House.REGISTRY + "&scope=repository:image:pull"
                                    + "&account=" + visitor.name()))),

    DEVICE(
            "device flow",
            visitor -> visitor.browser()
                    .open(DeviceCode.ask(visitor.realm()).address())
                    .signIn(visitor.name(), TestRealm.PASSWORD)),

    BROKER("identity provider", visitor -> broker(visitor, House.PARTNER)),

    BROKER_WITH_FLOW("identity provider with a post-login flow", visitor -> broker(visitor, House.PARTNER_WITH_FLOW)),

    BROKER_HINT(
            "identity provider named in kc_idp_hint",
            visitor -> visitor.browser()
                    .openLogin(Map.of("kc_idp_hint", House.PARTNER))
                    .signIn(visitor.name(), TestRealm.PASSWORD)),

    RESET_MAIL("forgotten password, in the browser that asked", visitor -> {
        BrowserSession browser = visitor.browser();
        resetMail(visitor, browser);
        return browser.open(visitor.house().mail().link(visitor.name()));
    }),

    RESET_MAIL_ELSEWHERE("forgotten password, link opened in another browser", visitor -> {
        resetMail(visitor, visitor.browser());
        return visitor.browser().open(visitor.house().mail().link(visitor.name()));
    }),

    ADMINS_MAIL("an administrator's mail (execute actions)", visitor -> {
        visitor.house().mail().empty();
        visitor.user().rest().put("/execute-actions-email", List.of("UPDATE_PASSWORD"));
        BrowserSession browser = visitor.browser().open(visitor.house().mail().link(visitor.name()));
        return Screen.of(browser) == Screen.INFO ? browser.follow("#kc-info-message a") : browser;
    }),

    VERIFICATION_MAIL("a link that verifies the e-mail address", OtherMailedLink.VERIFICATION::walk),

    INVITATION("an organization's invitation", OtherMailedLink.INVITATION::walk),

    REGISTRATION(
            "registration (prompt=create), and back to the sign-in",
            visitor -> visitor.browser()
                    .openLogin(Map.of("prompt", "create"))
                    .follow("#kc-form-options a")
                    .signIn(visitor.name(), TestRealm.PASSWORD)),

    LINKING("linking an account, begun by a client", ClientLinking::walk) {
        @Override
        public Passage walk(Visitor visitor) {
            BrowserSession browser = ClientLinking.walk(visitor);
            return new Passage(ClientLinking.linked(visitor) ? Passage.Kind.LET_IN : Passage.Kind.REFUSED, browser, "");
        }

        @Override
        public boolean silent() {
            return true;
        }
    },

    RESTART("/login-actions/restart", visitor -> {
        BrowserSession browser = visitor.password(visitor.browser(), House.BARE, Map.of());
        browser.open(browser.page().uri().toString().replaceAll("/login-actions/[a-z-]+", "/login-actions/restart"));
        return Screen.of(browser) == Screen.LOGIN ? browser.signIn(visitor.name(), TestRealm.PASSWORD) : browser;
    }),

    BACK("back button", visitor -> {
        BrowserSession browser = visitor.browser().open(visitor.realm().authUrl(House.BARE, Map.of()));
        String form = browser.page().attribute("#kc-form-login", "action");
        browser.signIn(visitor.name(), TestRealm.PASSWORD);
        browser.post(form, List.of(Map.entry("username", visitor.name()), Map.entry("password", TestRealm.PASSWORD)));
        return Screen.of(browser) == Screen.EXPIRED ? browser.follow("#loginContinueLink") : browser;
    }),

    SECOND_TAB("second tab", visitor -> {
        BrowserSession browser = visitor.password(visitor.browser(), "app", Map.of());
        browser.openLogin();
        return Screen.of(browser) == Screen.LOGIN ? browser.signIn(visitor.name(), TestRealm.PASSWORD) : browser;
    }),

    ANOTHER_WAY("\"Try another way\"", visitor -> {
        BrowserSession browser = visitor.password(visitor.browser(), "app", Map.of());
        Element form = browser.page().document().selectFirst("form");
        if (form == null) {
            return browser;
        }
        browser.post(form.absUrl("action"), List.of(Map.entry("tryAnotherWay", "on")));
        String choice = browser.page().attribute("[name=authenticationExecution]", "value");
        return choice.isEmpty()
                ? browser
                : browser.post(browser.action(""), List.of(Map.entry("authenticationExecution", choice)));
    }),

    ACCOUNT_CONSOLE(
            "account console",
            visitor -> console(visitor, "account-console", visitor.realm().url("/account/"))),

    ADMIN_CONSOLE(
            "admin console",
            visitor -> console(
                    visitor,
                    "security-admin-console",
                    visitor.realm().server().baseUrl() + "/admin/"
                            + visitor.realm().name() + "/console/"));

    private final String title;
    private final Function<Visitor, BrowserSession> way;

    BrowserDoor(String title, Function<Visitor, BrowserSession> way) {
        this.title = title;
        this.way = way;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Passage walk(Visitor visitor) {
        return Passage.of(way.apply(visitor));
    }

    private static BrowserSession basic(Visitor visitor) {
        return visitor.browser().basic(visitor.name(), TestRealm.PASSWORD);
    }

    private static BrowserSession broker(Visitor visitor, String alias) {
        return visitor.browser().openLogin().follow("#social-" + alias).signIn(visitor.name(), TestRealm.PASSWORD);
    }

    private static void resetMail(Visitor visitor, BrowserSession browser) {
        visitor.house().mail().empty();
        browser.openLogin().follow("a[href*=reset-credentials]");
        browser.submit("#kc-reset-password-form", Map.of("username", visitor.name()));
    }

    /** As the console itself starts a sign-in, with PKCE. */
    private static BrowserSession console(Visitor visitor, String client, String address) {
        return visitor.password(
                visitor.browser(),
                client,
                Map.of(
                        "redirect_uri",
                        address,
                        "code_challenge",
                        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                        "code_challenge_method",
                        "S256"));
    }
}
