package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Walks through our pages from wherever a way leads, and presses each button that it meets once. Every press is made by a
 * new person who has pressed their way there, because a press changes what is there.
 */
final class Walk {

    private static final int LONGEST = 6;
    private static final Set<Screen> ENDS = Set.of(
            Screen.SIGNED_IN,
            Screen.SENT_BACK,
            Screen.INFO,
            Screen.LOGIN,
            Screen.PASSWORD_AGAIN,
            Screen.ACCOUNT_CONSOLE);

    private final TestRealm realm;
    private final MailServer mail;
    private final String prefix;
    private int people;

    Walk(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.prefix = "w" + Integer.toHexString(System.identityHashCode(this)) + "-";
    }

    /** Whose pages they are. */
    enum Who {
        FRESH,
        REQUIRED,
        WITHOUT_CODES,
        WITH_CODES
    }

    /** The actions that an application can name. */
    enum Action {
        SET_UP("two-factor-setup"),
        RECOVERY_CODES("two-factor-recovery-codes");

        private final String id;

        Action(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    /** The presses that led nowhere, each as the presses before it. */
    List<String> everywhere(Way way, String action, Who who) {
        List<String> dead = new ArrayList<>();
        Function<List<String>, Stand> walked = path -> walked(way, action, who, path);
        explore(List.of(), walked.apply(List.of()), walked, new HashSet<>(), dead);
        return dead;
    }

    private static void explore(
            List<String> path,
            Stand stand,
            Function<List<String>, Stand> walked,
            Set<String> known,
            List<String> dead) {
        String before = stand.page();
        String action = stand.action();
        if (stand.isEnd() || path.size() == LONGEST || !known.add(before)) {
            return;
        }
        Stand here = stand;
        for (String button : stand.buttons()) {
            Stand next = here == null ? walked.apply(path) : here;
            here = null;
            next.press(button);
            // The next action may ask for what the one before it was left with.
            if (next.page().equals(before) && next.action().equals(action)) {
                dead.add(path + " " + before + " > " + button);
            } else {
                explore(Stream.concat(path.stream(), Stream.of(button)).toList(), next, walked, known, dead);
            }
        }
    }

    private Stand walked(Way way, String action, Who who, List<String> path) {
        String name = prefix + people++;
        Owner owner = switch (who) {
            case FRESH -> Owner.fresh(realm, name);
            case REQUIRED -> Owner.fresh(realm, name, "staff");
            case WITHOUT_CODES -> Owner.withoutCodes(realm, name);
            case WITH_CODES -> Owner.enrolled(realm, name);
        };
        Stand stand = new Stand(owner, way.lead(owner, action, mail));
        path.forEach(stand::press);
        return stand;
    }

    /** What an application hears, wherever it is. */
    static String statusOf(BrowserSession browser) {
        String address = browser.leftTo()
                .map(URI::toString)
                .orElseGet(() -> browser.page().uri().toString());
        return address.replaceAll(".*kc_action_status=([a-z]+).*", "$1");
    }

    /** One person at one page. */
    private static final class Stand {

        private final Owner owner;
        private final BrowserSession browser;
        private final List<String> codes;
        private Optional<AuthenticatorApp> app;

        Stand(Owner owner, BrowserSession browser) {
            this.owner = owner;
            this.browser = browser;
            this.app = owner.app();
            this.codes = new ArrayList<>(owner.codes());
            look();
        }

        /** The page as far as it tells where somebody is: what it is, and what it offers. */
        String page() {
            return Screen.of(browser) + " " + buttons() + " " + browser.page().text(".two-factor-badge");
        }

        /** Whose page it is, by where it posts to. */
        String action() {
            return browser.page()
                    .document()
                    .select("form[action*=execution]")
                    .attr("action")
                    .replaceAll(".*[?&]execution=([^&]*).*", "$1");
        }

        List<String> buttons() {
            return browser.page().document().select("button[name=do]").eachAttr("value").stream()
                    .distinct()
                    .toList();
        }

        boolean isEnd() {
            return ENDS.contains(Screen.of(browser));
        }

        void press(String button) {
            browser.press(button, fields(button));
            look();
        }

        private Map<String, String> fields(String button) {
            Map<String, String> fields = new HashMap<>();
            switch (button) {
                case "verify" -> fields.put("code", Screen.of(browser) == Screen.CODE ? code() : codes.remove(0));
                case "confirm" -> fields.put("code", code());
                case "continue" -> fields.put("saved", "on");
                case "disable" -> fields.put("password", TestRealm.PASSWORD);
                default -> {}
            }
            return fields;
        }

        private String code() {
            AuthenticatorApp mine = app.orElseThrow();
            return mine.code(owner.realm().server().clock().awaitStepStart(mine.period()));
        }

        /** Scans the key and writes down the codes that the page shows. */
        private void look() {
            if (browser.callback().isEmpty() && SetupPages.showsKey(browser)) {
                app = Optional.of(SetupPages.app(browser));
            }
            List<String> shown = browser.callback().isEmpty() ? SetupPages.codes(browser) : List.of();
            if (!shown.isEmpty()) {
                codes.clear();
                codes.addAll(shown);
            }
        }
    }
}
