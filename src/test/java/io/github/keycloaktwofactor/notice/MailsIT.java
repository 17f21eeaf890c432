package io.github.keycloaktwofactor.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.attempt.EnrolledPerson;
import io.github.keycloaktwofactor.notice.Postbox.Letter;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.VirtualAuthenticator;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who had something done to their two-factor is told by mail (NIST SP 800-63B-4 §4.6, ASVS 6.3.5, 6.3.7). */
class MailsIT {

    private static final String ON = "Two-factor authentication was turned on";
    private static final String GUESSED = "Someone may know your password";
    private static final String PAUSED = "Two-factor sign-in was paused";
    private static final String USED = "A recovery code was used to sign in";
    private static final String LOW = "Your recovery codes are running low";
    private static final String DEVICE = "A device was remembered";
    private static final String SECOND_SECRET = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK";

    private static final String ADD_PASSKEY = "webauthn-register-passwordless";

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Postbox POSTBOX = new Postbox();
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm = SERVER.realm();
        realm.update(Map.of("smtpServer", POSTBOX.settings()));
        realm.switchOn(Map.of(
                "requireEveryone",
                "true",
                "maxConsecutiveFailures",
                "10",
                "trustedDevices",
                "DAYS",
                "supportText",
                "Room <b>12</b> & \"phone\" 4711",
                "supportUrl",
                "https://help.example.org/?a=1&b=2"));
        realm.register("delete_credential");
        realm.enableAction(ADD_PASSKEY, true);
    }

    @AfterAll
    static void close() {
        realm.close();
        POSTBOX.close();
    }

    @Test
    void turningTwoFactorOnIsToldOnceInTextAndHtmlWithWhenAndFromWhere() {
        EnrolledPerson.enrol(realm, "new");
        flush();

        List<Letter> letters = POSTBOX.mails("new@example.org");

        assertThat(letters).extracting(Letter::subject).containsExactly(ON);
        assertThat(letters.get(0).text())
                .containsPattern(
                        "Two-factor authentication was turned on for new on .*20\\d\\d.* UTC from Linux, 127\\.")
                .contains("If this wasn't you, contact support at once and change your password. Then,")
                .contains("Room <b>12</b> & \"phone\" 4711")
                .contains("https://help.example.org/?a=1&b=2");
        assertThat(letters.get(0).html())
                .contains("Two-factor authentication was turned on for new on ")
                .contains("Room &lt;b&gt;12&lt;/b&gt; &amp; &quot;phone&quot; 4711")
                .contains("<a href=\"https://help.example.org/?a=1&amp;b=2\">");
    }

    @Test
    void timesAreThoseOfTheUsersZone() {
        realm.rest().put("/users/profile", profileWithZone());
        TestUser user = realm.user("berliner");
        user.update(Map.of("attributes", Map.of("zoneinfo", List.of("Europe/Berlin"))));

        enrolExisting("berliner");

        assertThat(POSTBOX.await("berliner@example.org", ON).text()).contains("(Europe/Berlin) from");
    }

    @Test
    void whatAPersonDoesOnOurPageIsToldOnce() {
        EnrolledPerson person = EnrolledPerson.enrol(realm, "owner");
        BrowserSession card = card(person);
        card.press("regenerate").press("regenerate").press("continue", Map.of("saved", "on"));
        card.press("replace");
        card.press(
                "confirm",
                Map.of("code", EnrolledPerson.scanned(card).code(SERVER.clock().now())));
        card.press("disable", Map.of("password", TestRealm.PASSWORD));
        flush();

        assertThat(POSTBOX.subjects("owner@example.org"))
                .containsExactly(
                        ON,
                        "New recovery codes were generated",
                        "Your authenticator app was replaced",
                        "Two-factor authentication was turned off");
    }

    @Test
    void wrongPasswordsForAChangeAreNoWrongCodes() {
        BrowserSession card = card(EnrolledPerson.enrol(realm, "forgetful"));
        for (int i = 0; i < 7; i++) {
            card.press("disable", Map.of("password", "guess" + i));
        }
        flush();

        assertThat(POSTBOX.subjects("forgetful@example.org")).containsExactly(ON);
    }

    @Test
    void whatStockPagesAndOursRemoveIsToldToo() {
        EnrolledPerson person = EnrolledPerson.enrol(realm, "stock");
        person.user().importOtp(SECOND_SECRET);
        List<String> ids = person.user().credentials("otp").stream()
                .map(credential -> credential.id())
                .toList();

        remove(person, ids.get(1));
        Letter removed = POSTBOX.await("stock@example.org", "An authenticator app was removed");
        turnOff(person);

        Letter off = POSTBOX.await("stock@example.org", "Two-factor authentication was turned off");
        assertThat(removed.text()).contains("An authenticator app was removed for stock on ");
        assertThat(off.text()).contains("Your account is no longer protected by codes.");
    }

    @Test
    void aPasskeyThatIsAddedAndRemovedIsTold() {
        EnrolledPerson person = EnrolledPerson.imported(realm, "keys");
        Page page = chromium.page();
        VirtualAuthenticator.passkey(page);
        page.navigate(realm.authUrl("app", Map.of("kc_action", ADD_PASSKEY)));
        chromium.signIn(page, "keys", TestRealm.PASSWORD);
        page.locator("[name=code]").fill(person.nextCode());
        page.locator("button[name=do][value=verify]").click();
        page.onDialog(dialog -> dialog.accept("Key"));
        page.locator("#registerWebAuthn").click();
        chromium.awaitSignedIn(page);

        Letter added = POSTBOX.await("keys@example.org", "A passkey or security key was added");
        remove(person, person.user().credentials("webauthn-passwordless").get(0).id());
        Letter removed = POSTBOX.await("keys@example.org", "A passkey or security key was removed");

        assertThat(added.text()).containsPattern("was added for keys on .* from (Headless)?Chrom.* on Linux, 127\\.");
        assertThat(removed.text()).contains("A passkey or security key was removed for keys on ");
    }

    @Test
    void eachUsedRecoveryCodeIsToldAndFewCodesLeftAreToldOnceADay() {
        EnrolledPerson person = EnrolledPerson.enrol(realm, "codes");
        for (int i = 0; i < 8; i++) {
            person.postRecovery(person.recoveryCodes().get(i));
        }
        flush();

        List<Letter> letters = POSTBOX.mails("codes@example.org");

        assertThat(letters).extracting(Letter::subject).filteredOn(USED::equals).hasSize(8);
        assertThat(letters).extracting(Letter::subject).filteredOn(LOW::equals).hasSize(1);
        assertThat(letters)
                .extracting(Letter::text)
                .anyMatch(text ->
                        text.contains("A recovery code of codes was used on") && text.contains("7 codes are left."))
                .anyMatch(text -> text.contains("1 code is left."))
                .anyMatch(text -> text.contains("No codes are left."));
        assertThat(POSTBOX.await("codes@example.org", LOW).text())
                .contains("3 codes are left. Sign in and select Regenerate recovery codes.");
        assertThat(letters)
                .noneMatch(letter -> person.recoveryCodes().stream()
                        .anyMatch(code ->
                                letter.text().contains(code) || letter.html().contains(code)));
    }

    @Test
    void aUsedRecoveryCodeIsToldThoughTheSignInIsNeverFinished() {
        EnrolledPerson person = EnrolledPerson.enrol(realm, "unfinished");
        person.user().requiredActions("UPDATE_PASSWORD");

        BrowserSession browser = person.postRecovery(person.recoveryCodes().get(0));

        assertThat(browser.signedIn()).isFalse();
        POSTBOX.await("unfinished@example.org", USED);
    }

    @Test
    void threeWrongCodesBehindTheRightPasswordMakeThePasswordSuspect() {
        EnrolledPerson person = EnrolledPerson.imported(realm, "suspect");
        person.wrongCodes(2);
        flush();
        assertThat(POSTBOX.subjects("suspect@example.org")).isEmpty();

        person.wrongCodes(1);

        assertThat(POSTBOX.await("suspect@example.org", GUESSED).text())
                .contains("the correct password of suspect was entered from Linux, 127.")
                .contains("but the second step failed 3 times.");
    }

    @Test
    void aHundredFailuresBringOneMailOfAKindAnHour() {
        EnrolledPerson person = EnrolledPerson.imported(realm, "flooded");
        EnrolledPerson other = EnrolledPerson.imported(realm, "beside");
        person.wrongCodes(100);
        flush();

        assertThat(POSTBOX.subjects("flooded@example.org")).containsExactly(GUESSED, PAUSED);

        other.wrongCodes(3);
        POSTBOX.await("beside@example.org", GUESSED);

        SERVER.clock().advance(Duration.ofMinutes(61));
        person.wrongCodes(1);
        POSTBOX.await("flooded@example.org", 4);
        assertThat(POSTBOX.subjects("flooded@example.org")).containsExactly(GUESSED, PAUSED, GUESSED, PAUSED);
    }

    @Test
    void wrongCodesOfOneKindAreNotToldOfAnother() {
        EnrolledPerson person = EnrolledPerson.enrol(realm, "two-kinds");
        person.wrongCodes(6);
        flush();
        assertThat(POSTBOX.subjects("two-kinds@example.org")).containsExactly(ON, GUESSED, PAUSED);
        SERVER.clock().advance(Duration.ofMinutes(61));

        person.postRecovery("ZZZZ-ZZZZ");
        flush();

        assertThat(POSTBOX.subjects("two-kinds@example.org"))
                .as("recovery codes do not wait")
                .containsExactly(ON, GUESSED, PAUSED, GUESSED);
    }

    @Test
    void wrongCodesInAKnownBrowserAreToldByItsOwnCount() {
        EnrolledPerson person = EnrolledPerson.imported(realm, "trusting");
        BrowserSession browser = remembered(person);
        person.wrongCodes(6);
        flush();
        assertThat(POSTBOX.subjects("trusting@example.org")).containsExactly(DEVICE, GUESSED, PAUSED);
        SERVER.clock().advance(Duration.ofMinutes(61));
        browser.openLogin(Map.of("prompt", "login", "kc_action", "two-factor-setup"))
                .signIn("trusting", TestRealm.PASSWORD);

        browser.press("verify", Map.of("code", person.wrongCode()));
        flush();

        assertThat(realm.events("LOGIN_ERROR").get(0).detail("two_factor_counter"))
                .isEqualTo("browser");
        assertThat(POSTBOX.subjects("trusting@example.org")).containsExactly(DEVICE, GUESSED, PAUSED, GUESSED);
    }

    @Test
    void aRememberedDeviceIsToldWithTheDayOnWhichItIsForgotten() {
        remembered(EnrolledPerson.imported(realm, "remembered"));

        Letter letter = POSTBOX.await("remembered@example.org", DEVICE);

        int year = SERVER.clock()
                .now()
                .plus(Duration.ofDays(30))
                .atZone(ZoneOffset.UTC)
                .getYear();
        assertThat(letter.text())
                .containsPattern("A device was remembered for remembered on .* UTC from Linux, 127\\.")
                .containsPattern("It will not be asked for a code until .*" + year + ".* UTC\\.");
        assertThat(letter.html()).contains("A device was remembered for remembered on ");
    }

    @Test
    void aCopiedDeviceIsTold() {
        BrowserSession browser = remembered(EnrolledPerson.imported(realm, "copied"));
        SERVER.clock().advance(Duration.ofSeconds(60));
        browser.fork().openLogin(Map.of("prompt", "login")).signIn("copied", TestRealm.PASSWORD);
        SERVER.clock().advance(Duration.ofSeconds(60));

        browser.openLogin(Map.of("prompt", "login")).signIn("copied", TestRealm.PASSWORD);

        assertThat(browser.signedIn()).isFalse();
        assertThat(POSTBOX.await("copied@example.org", "A trusted device may have been copied")
                        .text())
                .contains("A trusted device of copied may have been copied: on ");
    }

    @Test
    void aFactorThatIsSwitchedOffIsTold() {
        EnrolledPerson person = EnrolledPerson.imported(realm, "off");
        person.wrongCodes(6);
        for (int i = 0; i < 4; i++) {
            SERVER.clock().advance(Duration.ofMinutes(61));
            person.wrongCodes(1);
        }

        assertThat(POSTBOX.await("off@example.org", "Codes are blocked after too many incorrect ones")
                        .text())
                .contains("Too many incorrect codes were entered for off on ");
    }

    @Test
    void nobodyIsTriedAtAnAddressThatIsNotVerified() {
        TestUser user = realm.user("unverified");
        user.update(Map.of("emailVerified", false));

        enrolExisting("unverified");

        flush();
        assertThat(POSTBOX.subjects("unverified@example.org")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void mailsSpeakTheUsersLanguage(String language) {
        realm.languages(languages().toArray(String[]::new));
        String name = "speaker-" + language.toLowerCase(Locale.ROOT);
        realm.user(name).update(Map.of("attributes", Map.of("locale", List.of(language))));

        enrolExisting(name);

        Letter letter = POSTBOX.await(name + "@example.org", 1).get(0);
        Properties messages = messages(language);
        assertThat(letter.subject())
                .isEqualTo(messages.getProperty("two-factor-mail-subject-on").replace("''", "'"));
        assertThat(letter.text())
                .contains(messages.getProperty("two-factor-mail-not-you").replace("''", "'"));
        assertThat(letter.html()).contains("lang=\"" + language.split("-")[0]);
    }

    static Stream<String> languages() {
        try (Stream<Path> files = Files.list(Path.of("themes/messages"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("messages_.+\\.properties"))
                    .map(name -> name.replace("messages_", "")
                            .replace(".properties", "")
                            .replace('_', '-'))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties messages(String language) {
        Properties messages = new Properties();
        Path file = Path.of("themes/messages", "messages_" + language.replace('-', '_') + ".properties");
        try (Reader reader = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    private static Object profileWithZone() {
        ObjectNode profile = (ObjectNode) realm.rest().get("/users/profile");
        return profile.put("unmanagedAttributePolicy", "ADMIN_EDIT");
    }

    private static BrowserSession card(EnrolledPerson person) {
        return realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()));
    }

    private static BrowserSession remembered(EnrolledPerson person) {
        BrowserSession browser = person.codePage();
        browser.press("verify", Map.of("code", person.nextCode(), "trustDevice", "true"));
        assertThat(browser.signedIn()).isTrue();
        return browser;
    }

    /** Removes an authenticator on Keycloak's own page. */
    private static void remove(EnrolledPerson person, String credentialId) {
        BrowserSession browser = realm.browser().openLogin(Map.of("kc_action", "delete_credential:" + credentialId));
        browser.signIn(person.user().name(), TestRealm.PASSWORD).press("verify", Map.of("code", person.nextCode()));
        browser.submit("form", Map.of("accept", "yes"));
    }

    /** The last authenticator goes on our page alone. */
    private static void turnOff(EnrolledPerson person) {
        realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()))
                .press("disable", Map.of("password", TestRealm.PASSWORD));
    }

    private static void enrolExisting(String name) {
        BrowserSession browser = EnrolledPerson.setUp(realm, name);
        browser.press(
                "confirm",
                Map.of(
                        "code",
                        EnrolledPerson.scanned(browser).code(SERVER.clock().now())));
    }

    /** Waits until all mails that are under way have come. */
    private static void flush() {
        // The mails of a realm go one after the other.
        String name = "flush-" + System.nanoTime();
        realm.user(name);
        enrolExisting(name);
        POSTBOX.await(name + "@example.org", ON);
    }
}
