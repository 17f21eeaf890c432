package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Together;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 4: a recovery code is used once, ever. */
@Tag("postgres")
class RecoveryCodeUsedOnceIT {

    private static final String USED = "That recovery code has already been used. Enter another one from your list.";

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Map<Site, TestRealm> REALMS = new EnumMap<>(Site.class);
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        for (Site site : Site.values()) {
            REALMS.put(site, site.realm(Map.of()));
        }
        realm = REALMS.get(Site.H2);
    }

    @AfterAll
    static void close() {
        REALMS.values().forEach(TestRealm::close);
    }

    @Test
    void everyCodeWorksInAnyOrderAndHoweverItIsTyped() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "any-order");
        List<String> codes = person.recoveryCodes();

        assertThat(codes)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"));
        assertSignsIn(person, codes.get(7));
        assertSignsIn(person, codes.get(0).toLowerCase(Locale.ROOT));
        assertSignsIn(person, codes.get(3).replace("-", ""));
        assertSignsIn(person, "  " + codes.get(5).replace("-", " ") + "\t");
        assertSignsIn(person, codes.get(1).replace("-", "").replaceAll("(..)", "$1 - "));
        assertSignsIn(person, codes.get(6).replace('-', '\u2013'));
        assertSignsIn(person, codes.get(2).replace('0', 'O').replace('1', 'l'));
        assertSignsIn(person, fullWidth(codes.get(4)).replace('0', 'o').replace('1', 'I'));
        assertThat(person.refusals()).isEmpty();

        assertThat(person.recoveryPage().page().text()).contains("You have no recovery codes left.");
        for (String code : codes.subList(0, 5)) {
            assertThat(person.post(code).page().text()).contains("has already been used");
        }
    }

    @Test
    void theLettersThatLookLikeDigitsAreReadAsThem() {
        // Enough people that their codes hold a 0 and a 1 for certain: 128 symbols of 32.
        boolean zero = false;
        boolean one = false;
        for (int i = 0; !(zero && one); i++) {
            assertThat(i).isLessThan(20);
            EnrolledUser person = EnrolledUser.enrolled(realm, "letters-" + i);
            for (String code : person.recoveryCodes()) {
                if (!zero && code.contains("0")) {
                    assertSignsIn(person, code.replace('0', 'o'));
                    zero = true;
                } else if (!one && code.contains("1")) {
                    assertSignsIn(person, code.replace('1', 'L'));
                    one = true;
                }
            }
        }
    }

    @Test
    void aUsedCodeIsRefusedAndCounted() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "used");
        String code = person.recoveryCodes().get(4);
        assertSignsIn(person, code);

        BrowserSession browser = person.recoveryPage();
        for (int i = 0; i < 5; i++) {
            browser.press("verify", Map.of("code", code));
            assertThat(browser.page().text()).contains(USED);
        }
        browser.press("verify", Map.of("code", code.toLowerCase(Locale.ROOT)));

        assertThat(browser.page().text()).contains("Too many incorrect recovery codes.");
        assertThat(person.refusals()).containsExactly("used", "used", "used", "used", "used", "used");
        assertThat(person.errors()).allMatch(event -> "recovery-code".equals(event.detail("two_factor")));
        SERVER.clock().advance(Duration.ofSeconds(31));
        assertSignsIn(person, person.recoveryCodes().get(5));
    }

    @ParameterizedTest
    @EnumSource
    void thirtyPostsOfOneCodeAtTheSameInstantSignInOnce(Site site) {
        TestRealm ground = REALMS.get(site);
        EnrolledUser person = EnrolledUser.enrolled(ground, "thirty");
        String code = person.recoveryCodes().get(2);
        List<BrowserSession> browsers = person.codePages(30);

        List<BrowserSession> after = Together.run(
                30, i -> browsers.get(i).press("verify", Map.of("code", code)).onward());

        assertThat(after).allMatch(browser -> browser.page().status() < 400);
        assertThat(after).filteredOn(BrowserSession::signedIn).hasSize(1);
        assertThat(person.refusals()).hasSize(29).containsOnly("used", "waiting");
        if (site == Site.POSTGRES) {
            assertThat(person.stored("recovery-code").claimed()).isEqualTo(1L << 2);
        }
        ground.server().clock().advance(Duration.ofHours(2));
        assertThat(codesLeft(person)).isEqualTo("7 of 8 recovery codes left");
        assertThat(person.post(code).page().text()).contains("has already been used");
    }

    @ParameterizedTest
    @EnumSource
    void allCodesOfASetAtTheSameInstantAreEachUsedOnce(Site site) {
        EnrolledUser person = EnrolledUser.enrolled(REALMS.get(site), "all");
        List<BrowserSession> browsers = person.codePages(8);

        List<BrowserSession> after = Together.run(
                8,
                i -> browsers.get(i)
                        .press("verify", Map.of("code", person.recoveryCodes().get(i))));

        long in = after.stream().filter(BrowserSession::recovered).count();
        assertThat(in).isPositive();
        // An attempt is a wrong one until its slow hash is done, so eight at once can meet the wait.
        assertThat(person.refusals()).hasSize(8 - (int) in).allMatch("waiting"::equals);
        if (site == Site.POSTGRES) {
            assertThat(Long.bitCount(person.stored("recovery-code").claimed())).isEqualTo((int) in);
        }
    }

    @Test
    void aRecoveryCodeInTheFieldForTheAppAndACodeOfTheAppInTheFormForRecoveryCodesAreTakenAsWhatTheyAre() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "mixed-up");
        realm.clearEvents();

        assertThat(person.post(person.recoveryCodes().get(0)).signedIn()).isTrue();
        assertThat(person.postRecovery(person.nextCode()).signedIn()).isTrue();

        assertThat(realm.events("LOGIN"))
                .extracting(event -> event.detail("two_factor"))
                .containsExactly("totp", "recovery-code");
        assertThat(person.refusals()).isEmpty();
    }

    @Test
    void thePasswordGrantTakesARecoveryCodeOnce() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "grant");
        String code = person.recoveryCodes().get(6);

        assertThat(realm.directGrant("grant", TestRealm.PASSWORD, code).ok()).isTrue();
        assertThat(realm.directGrant("grant", TestRealm.PASSWORD, code).ok()).isFalse();
        assertThat(person.refusals()).containsExactly("used");
        assertThat(person.postRecovery(code).page().text()).contains(USED);
    }

    @Test
    void codesOfAnOlderSetAreRefused() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "older-set");
        BrowserSession browser = realm.browser();
        browser.openLogin(Map.of("kc_action", "two-factor-recovery-codes")).signIn("older-set", TestRealm.PASSWORD);
        browser.press("verify", Map.of("code", person.nextCode())).press("regenerate");
        List<String> fresh = browser.page().document().select("ol li").eachText();
        assertThat(fresh).hasSize(8).doesNotContainAnyElementsOf(person.recoveryCodes());
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();

        assertThat(person.postRecovery(person.recoveryCodes().get(0)).page().text())
                .contains("That recovery code did not match");
        assertThat(person.postRecovery(fresh.get(0)).signedIn()).isTrue();
        assertThat(person.postRecovery(fresh.get(0)).page().text()).contains(USED);
    }

    /** What the self-service page tells the person. */
    private static String codesLeft(EnrolledUser person) {
        BrowserSession browser = person.realm().browser();
        browser.openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()));
        return browser.page()
                .document()
                .select(":containsOwn(recovery codes left)")
                .text();
    }

    private static void assertSignsIn(EnrolledUser person, String typed) {
        BrowserSession browser = person.postRecovery(typed);
        boolean last = browser.recovered() && browser.page().offers("regenerate");
        assertThat(browser.signedIn() || last).as(browser.page().text()).isTrue();
    }

    private static String fullWidth(String ascii) {
        StringBuilder wide = new StringBuilder();
        ascii.chars().forEach(c -> wide.append(c == '0' || c == '1' || c == '-' ? (char) c : (char) (c + 0xFEE0)));
        return wide.toString();
    }
}
