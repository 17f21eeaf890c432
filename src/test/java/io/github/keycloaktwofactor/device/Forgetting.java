package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ways in which a trusted device is forgotten. Each is used on a browser that is signed in and trusted. */
enum Forgetting {
    SIGN_OUT {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            browser.signOut(browser.tokens());
        }
    },
    SIGN_OUT_BY_THE_APPLICATION {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            Tokens tokens = browser.tokens();
            BrowserSession application = person.person().realm().browser();
            application.post(
                    person.person().realm().url("/protocol/openid-connect/logout"),
                    List.of(Map.entry("client_id", "app"), Map.entry("refresh_token", tokens.refreshToken())));
            assertThat(application.page().status()).isEqualTo(204);
        }
    },
    USER_SIGNED_OUT_BY_AN_ADMIN {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            user(person).logoutEverywhere();
        }
    },
    SESSION_ENDED_BY_AN_ADMIN {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            List<JsonNode> sessions = user(person).sessions();
            assertThat(sessions).hasSize(1);
            String refresh = browser.tokens().refreshToken();
            // Kept alive for longer than a session lives by itself: its absence alone would tell nothing.
            person.person().realm().server().clock().advance(Duration.ofMinutes(25));
            assertThat(person.person().realm().refresh(refresh).ok()).isTrue();
            person.person().realm().server().clock().advance(Duration.ofMinutes(25));
            person.person()
                    .realm()
                    .rest()
                    .delete("/sessions/" + sessions.get(0).path("id").asText());
        }
    },
    REALM_SIGNED_OUT_BY_AN_ADMIN {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            person.person().realm().rest().post("/logout-all", "{}");
        }
    },
    NOT_BEFORE_OF_THE_REALM {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            long now = person.person().realm().server().clock().now().getEpochSecond();
            person.person().realm().update(Map.of("notBefore", now));
        }
    },
    PASSWORD_SET_BY_AN_ADMIN {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            user(person).password(TestRealm.PASSWORD);
        }
    },
    PASSWORD_CHANGED_BY_ITS_OWNER {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            browser.openLogin(Map.of("kc_action", "UPDATE_PASSWORD"));
            assertThat(Screen.of(browser)).isEqualTo(Screen.NEW_PASSWORD);
            browser.submit(
                    "#kc-passwd-update-form",
                    Map.of("password-new", TestRealm.PASSWORD, "password-confirm", TestRealm.PASSWORD));
            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        }
    },
    AUTHENTICATOR_ADDED {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            user(person)
                    .importOtp(OtpSpec.totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").label("second"));
        }
    },
    AUTHENTICATOR_REPLACED {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            user(person).deleteCredential(user(person).credentials("otp").get(0).id());
            user(person)
                    .importOtp(OtpSpec.totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").label("second"));
        }
    },
    RECOVERY_CODES_MADE {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            makeCodes(browser);
        }
    },
    DEVICE_DELETED_BY_AN_ADMIN {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            user(person)
                    .deleteCredential(user(person)
                            .credentials("two-factor-trusted-device")
                            .get(0)
                            .id());
        }
    },
    EXPIRY {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            person.person().realm().server().clock().advance(Duration.ofDays(30));
        }
    },
    FEWER_DAYS {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            person.person().realm().server().clock().advance(Duration.ofDays(2));
            configure(person.person().realm(), Map.of("trustedDeviceDays", "1"));
        }
    },
    POLICY_OFF_AND_ON_AGAIN {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            configure(person.person().realm(), Map.of("trustedDevices", "OFF"));
        }
    },
    GUARD_OFF_AND_ON_AGAIN {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            person.person().realm().enableAction(TestRealm.POLICY, false);
            person.person().realm().enableAction(TestRealm.POLICY, true);
        }
    },
    ROLE_EXCLUDED {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            configure(person.person().realm(), Map.of("trustedDeviceExcludedRoles", "payroll"));
            user(person).grant("payroll");
        }
    },
    EXCLUDED_ROLE_DELETED {
        @Override
        void happen(TrustingPerson person, BrowserSession browser) {
            person.person().realm().realmRole("doomed");
            configure(person.person().realm(), Map.of("trustedDeviceExcludedRoles", "doomed"));
            person.person().realm().deleteRole("doomed");
        }
    };

    abstract void happen(TrustingPerson person, BrowserSession browser);

    /** What undoes it as far as it can be undone; the device must stay forgotten. */
    void undo(TrustingPerson person) {
        switch (this) {
            case ROLE_EXCLUDED -> user(person).revoke("payroll");
            default -> {}
        }
        configure(person.person().realm(), Map.of());
    }

    static void configure(TestRealm realm, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("trustedDevices", "DAYS"));
        all.putAll(settings);
        assertThat(realm.configure(all).ok()).isTrue();
    }

    /** New recovery codes, made and saved by a person in a session that typed a code. */
    static List<String> makeCodes(BrowserSession browser) {
        browser.openLogin(Map.of("kc_action", "two-factor-recovery-codes"));
        if (browser.page().offers("regenerate")) {
            browser.press("regenerate");
        }
        List<String> codes =
                browser.page().document().select("ol#two-factor-codes li").eachText();
        assertThat(codes).isNotEmpty();
        browser.press("continue", Map.of("saved", "on"));
        return codes;
    }

    private static TestUser user(TrustingPerson person) {
        return person.person().user();
    }
}
