package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.MailServer;
import java.util.List;
import java.util.Map;

/** How somebody comes to an action of ours. */
enum Way {
    PUT_ON_THE_USER {
        @Override
        BrowserSession lead(Owner owner, String action, MailServer mail) {
            owner.user().requiredActions(action);
            return owner.password("app", Map.of());
        }
    },
    ADMINISTRATORS_MAIL {
        @Override
        BrowserSession lead(Owner owner, String action, MailServer mail) {
            owner.user().rest().put("/execute-actions-email", List.of(action));
            BrowserSession browser =
                    owner.realm().browser().open(mail.link(owner.user().name()));
            return Screen.of(browser) == Screen.INFO ? browser.follow("#kc-info-message a") : browser;
        }
    },
    APPLICATION {
        @Override
        BrowserSession lead(Owner owner, String action, MailServer mail) {
            return owner.password("app", Map.of("kc_action", action));
        }
    },
    ACCOUNT_CONSOLE {
        @Override
        BrowserSession lead(Owner owner, String action, MailServer mail) {
            String account = owner.realm().url("/account/");
            return owner.password(
                    "account-console",
                    Map.of(
                            "kc_action",
                            action,
                            "redirect_uri",
                            account,
                            "code_challenge",
                            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                            "code_challenge_method",
                            "S256"));
        }
    },
    /** An application asks for what waits on the user besides. */
    BOTH {
        @Override
        BrowserSession lead(Owner owner, String action, MailServer mail) {
            owner.user().requiredActions(action);
            return owner.password("app", Map.of("kc_action", action));
        }
    },
    /** A plain sign-in, at which the guard asks for whatever it asks. */
    GUARD {
        @Override
        BrowserSession lead(Owner owner, String action, MailServer mail) {
            return owner.password("app", Map.of());
        }
    };

    abstract BrowserSession lead(Owner owner, String action, MailServer mail);
}
