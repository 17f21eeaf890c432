package io.github.keycloaktwofactor.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;

/** Links of mails that are for something else than setting up a factor or resetting a password. */
enum OtherMailedLink {
    VERIFICATION {
        @Override
        String send(Visitor visitor) {
            visitor.user().update(Map.of("emailVerified", false));
            visitor.user().rest().put("/send-verify-email", "{}");
            return visitor.house().mail().link(visitor.name());
        }
    },

    INVITATION {
        @Override
        String send(Visitor visitor) {
            AdminRest members = organization(visitor.realm()).below("/members");
            members.send("DELETE", "/" + visitor.user().id(), null);
            members.postForm(
                    "/invite-existing-user", Map.of("id", visitor.user().id()));
            return visitor.house().mail().link(visitor.name());
        }

        /** With organizations on, Keycloak's own login page asks for the name alone. */
        @Override
        BrowserSession open(Visitor visitor, BrowserSession browser) {
            visitor.realm().update(Map.of("organizationsEnabled", true));
            try {
                return super.open(visitor, browser);
            } finally {
                visitor.realm().update(Map.of("organizationsEnabled", false));
            }
        }
    };

    private static final String NAME = "club";

    /** The link of a mail that an administrator has sent. */
    abstract String send(Visitor visitor);

    /** Opens the link, and confirms what Keycloak asks first in a browser that did not begin it. */
    BrowserSession open(Visitor visitor, BrowserSession browser) {
        visitor.house().mail().empty();
        browser.open(send(visitor));
        return Screen.of(browser) == Screen.INFO ? browser.follow("#kc-info-message a") : browser;
    }

    /** The same, and with the password where it is asked for. */
    BrowserSession walk(Visitor visitor) {
        BrowserSession browser = open(visitor, visitor.browser());
        return Screen.SIGN_IN_AGAIN.isShownBy(browser)
                ? browser.press("restart").signIn(visitor.name(), TestRealm.PASSWORD)
                : browser;
    }

    private static AdminRest organization(TestRealm realm) {
        JsonNode there = realm.rest().get("/organizations?search=" + NAME);
        String id = there.isEmpty()
                ? realm.rest()
                        .post(
                                "/organizations",
                                Map.of("name", NAME, "alias", NAME, "domains", List.of(Map.of("name", "club.example"))))
                        .createdId()
                : there.get(0).path("id").asText();
        return realm.rest().below("/organizations/" + id);
    }
}
