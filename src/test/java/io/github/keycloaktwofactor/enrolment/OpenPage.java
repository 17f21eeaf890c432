package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Map;

/** A page of ours that somebody has before them, and what they press there when they are ready. */
enum OpenPage {
    /** The code page as a step of the browser flow. */
    CODE("verify") {
        @Override
        BrowserSession open(Owner owner) {
            return owner.password("app", Map.of());
        }

        @Override
        Map<String, String> fields(Owner owner, BrowserSession browser) {
            return Map.of("code", owner.code());
        }
    },

    RECOVERY_CODE("verify") {
        @Override
        BrowserSession open(Owner owner) {
            return owner.password("app", Map.of()).press("recovery");
        }

        @Override
        Map<String, String> fields(Owner owner, BrowserSession browser) {
            return Map.of("code", owner.codes().get(1));
        }
    },

    /** The code page of the guard, in a flow that has no such step. */
    CODE_OF_THE_GUARD("verify") {
        @Override
        BrowserSession open(Owner owner) {
            return owner.password("bare", Map.of());
        }

        @Override
        Map<String, String> fields(Owner owner, BrowserSession browser) {
            return CODE.fields(owner, browser);
        }
    },

    RECOVERY_CODE_OF_THE_GUARD("verify") {
        @Override
        BrowserSession open(Owner owner) {
            return owner.password("bare", Map.of()).press("recovery");
        }

        @Override
        Map<String, String> fields(Owner owner, BrowserSession browser) {
            return RECOVERY_CODE.fields(owner, browser);
        }
    },

    /** After a recovery code was used. */
    RECOVERED("continue") {
        @Override
        BrowserSession open(Owner owner) {
            return owner.password("app", Map.of())
                    .press("verify", Map.of("code", owner.codes().get(0)));
        }
    },

    /** The question before new codes, on the page after a recovery code. */
    RECOVERED_ASKED("regenerate") {
        @Override
        BrowserSession open(Owner owner) {
            return RECOVERED.open(owner).press("regenerate");
        }
    },

    /** After a new app was set up on the way through a sign-in. */
    REPLACED("continue") {
        @Override
        BrowserSession open(Owner owner) {
            BrowserSession browser = RECOVERED.open(owner).press("replace");
            String code =
                    SetupPages.app(browser).code(owner.realm().server().clock().now());
            return browser.press("confirm", Map.of("code", code));
        }
    },

    CODES_ASKED("regenerate") {
        @Override
        BrowserSession open(Owner owner) {
            return owner.signedIn("two-factor-recovery-codes");
        }
    },

    CODES_SHOWN("continue") {
        @Override
        BrowserSession open(Owner owner) {
            return CODES_ASKED.open(owner).press("regenerate");
        }

        @Override
        Map<String, String> fields(Owner owner, BrowserSession browser) {
            return Map.of("saved", "on");
        }
    },

    CODES_HIDDEN("continue") {
        @Override
        BrowserSession open(Owner owner) {
            return CODES_SHOWN.open(owner).reload();
        }

        @Override
        Map<String, String> fields(Owner owner, BrowserSession browser) {
            return Map.of("saved", "on");
        }
    },

    CARD("replace") {
        @Override
        BrowserSession open(Owner owner) {
            return owner.signedIn("two-factor-setup");
        }
    },

    CARD_ASKED("regenerate") {
        @Override
        BrowserSession open(Owner owner) {
            return CARD.open(owner).press("regenerate");
        }
    },

    REPLACEMENT("confirm") {
        @Override
        BrowserSession open(Owner owner) {
            return CARD.open(owner).press("replace");
        }

        @Override
        Map<String, String> fields(Owner owner, BrowserSession browser) {
            return Map.of("code", owner.codeOnPage(browser));
        }
    },

    /** The set-up that the policy demands. */
    FORCED_SET_UP("confirm") {
        @Override
        BrowserSession open(Owner owner) {
            return owner.realm().browser().signIn(owner.user().name(), TestRealm.PASSWORD);
        }

        @Override
        Map<String, String> fields(Owner owner, BrowserSession browser) {
            return Map.of("code", owner.codeOnPage(browser));
        }

        @Override
        boolean enrolled() {
            return false;
        }
    };

    private final String button;

    OpenPage(String button) {
        this.button = button;
    }

    abstract BrowserSession open(Owner owner);

    /** What is filled in before the press. */
    Map<String, String> fields(Owner owner, BrowserSession browser) {
        return Map.of();
    }

    /** Whether it is a page of people who have two-factor. */
    boolean enrolled() {
        return true;
    }

    String button() {
        return button;
    }
}
