package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.notification.Postbox.Letter;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestEvent;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who had something done to their two-factor is told by mail (NIST SP 800-63B-4 §4.6, ASVS 6.3.5, 6.3.7). */
@Tag("browser")
class MailsIT {

    private static final String ON = "Two-factor authentication was turned on";
    private static final String GUESSED = "Someone may know your password";
    private static final String PAUSED = "Two-factor sign-in was paused";
    private static final String USED = "A recovery code was used";
    private static final String LOW = "A recovery code was used, and few are left";
    private static final String LAST = "Your last recovery code was used";
    private static final String NEW_CODES = "New recovery codes were generated";
    private static final String FIRST_CODES = "Recovery codes were generated";
    private static final String DEVICE = "A device was remembered";
    private static final String SECOND_SECRET = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK";

    private static final String ADD_PASSKEY = "webauthn-register-passwordless";

    private static final Map<String, String> SETTINGS = Map.of(
            "requireEveryone",
            "true",
            "maxConsecutiveFailures",
            "10",
            "trustedDevices",
            "DAYS",
            "supportText",
            "Room <b>12</b> & \"phone\" 4711",
            "supportUrl",
            "https://help.example.org/?a=1&b=2");

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Postbox POSTBOX = new Postbox();

    @OwnRealm
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm.update(Map.of("smtpServer", POSTBOX.settings(), "displayName", "Acme"));
        realm.switchOn(SETTINGS);
        realm.register("delete_credential");
        realm.enableAction(ADD_PASSKEY, true);
    }

    @AfterAll
    static void close() {
        POSTBOX.close();
    }

    @Test
    void turningTwoFactorOnIsToldOnceInTextAndHtmlWithWhenAndFromWhere() {
        EnrolledUser.enrolled(realm, "new");
        flush();

        List<Letter> letters = POSTBOX.mails("new@example.org");

        assertThat(letters).extracting(Letter::subject).containsExactly("Acme: " + ON);
        assertThat(letters.get(0).text())
                .startsWith("Two-factor authentication was turned on for new.\n\n")
                .containsPattern("- When: .*20\\d\\d.* UTC\n- Browser: Linux\n- IP address: 127\\.")
                .contains("Wasn't you?\n\n1. Contact support at once: ", "\n2. Change your password.\n3. ")
                .contains("   Room <b>12</b> & \"phone\" 4711\n   https://help.example.org/?a=1&b=2\n")
                .endsWith("Your two-factor page:\n" + realm.url("/two-factor") + "\n");
        Document html = Jsoup.parse(letters.get(0).html());
        assertThat(html.select("p").get(0).text()).isEqualTo("Two-factor authentication was turned on for new.");
        assertThat(html.select("ul li").eachText())
                .hasSize(3)
                .anyMatch(fact -> fact.matches("When: .*20\\d\\d.* UTC"))
                .contains("Browser: Linux")
                .anyMatch(fact -> fact.startsWith("IP address: 127."));
        assertThat(html.select("ol li").eachText())
                .hasSize(3)
                .first()
                .asString()
                .endsWith("Room <b>12</b> & \"phone\" 4711 https://help.example.org/?a=1&b=2");
        assertThat(html.select("a").eachAttr("href"))
                .containsExactly("https://help.example.org/?a=1&b=2", realm.url("/two-factor"));
        assertThat(realm.browser()
                        .open(html.select("a").last().attr("href"))
                        .page()
                        .text())
                .as("the link leads to a sign-in")
                .contains("Sign in to your account");
    }

    @Test
    void timesAreThoseOfTheUsersZone() {
        realm.rest().put("/users/profile", profileWithZone());
        TestUser user = realm.user("berliner");
        user.update(Map.of("attributes", Map.of("zoneinfo", List.of("Europe/Berlin"))));

        enrolExisting("berliner");

        assertThat(POSTBOX.await("berliner@example.org", ON).text())
                .containsPattern("- When: .* \\(Europe/Berlin\\)\n");
    }

    @Test
    void whatAPersonDoesOnOurPageIsToldOnce() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "owner");
        BrowserSession card = card(person);
        card.press("regenerate").press("regenerate").press("continue", Map.of("saved", "on"));
        card.press("replace");
        card.press(
                "confirm",
                Map.of("code", EnrolledUser.scanned(card).code(SERVER.clock().now())));
        card.press("disable", Map.of("password", TestRealm.PASSWORD));
        flush();

        assertThat(POSTBOX.subjects("owner@example.org"))
                .containsExactly(
                        ON,
                        NEW_CODES,
                        "Your authenticator app was replaced",
                        "Two-factor authentication was turned off");
    }

    @Test
    void wrongPasswordsForAChangeAreNoWrongCodes() {
        BrowserSession card = card(EnrolledUser.enrolled(realm, "forgetful"));
        for (int i = 0; i < 7; i++) {
            card.press("disable", Map.of("password", "guess" + i));
        }
        flush();

        assertThat(POSTBOX.subjects("forgetful@example.org")).containsExactly(ON);
    }

    @Test
    void aMistypedCodeForAChangeDoesNotMakeThePasswordSuspect() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "typist");
        assertThat(realm.configure(with("disableConfirmation", "PASSWORD_AND_CODE"))
                        .ok())
                .isTrue();
        try {
            BrowserSession card = card(person);
            for (int i = 0; i < 4; i++) {
                card.press("disable", Map.of("password", TestRealm.PASSWORD, "code", person.wrongCode()));
            }
            assertThat(card.page().text()).contains("Two-factor remains enabled.");
        } finally {
            realm.configure(SETTINGS);
        }
        flush();

        assertThat(POSTBOX.subjects("typist@example.org")).containsExactly(ON);
        assertThat(realm.events("LOGIN_ERROR").get(0).detail("two_factor_change"))
                .isEqualTo("disabled");
    }

    @Test
    void aRecoveryCodeThatTurnsTwoFactorOffIsNotToldAsASignIn() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "off-by-code");
        assertThat(realm.configure(with("disableConfirmation", "CODE")).ok()).isTrue();
        try {
            card(person).press("disable", Map.of("code", person.recoveryCodes().get(0)));
        } finally {
            realm.configure(SETTINGS);
        }
        flush();

        assertThat(POSTBOX.subjects("off-by-code@example.org"))
                .containsExactlyInAnyOrder(ON, USED, "Two-factor authentication was turned off");
    }

    @Test
    void aUsedCodeOfKeycloaksOwnIsToldToo() {
        EnrolledUser person = EnrolledUser.imported(realm, "stock-codes");
        person.user().importStockCodes("AAAABBBBCCCC", "DDDDEEEEFFFF");
        realm.flows().require("browser", "auth-recovery-authn-code-form", "ALTERNATIVE");
        BrowserSession browser = realm.browser().signIn("stock-codes", TestRealm.PASSWORD);
        browser.post(browser.action(""), List.of(Map.entry("tryAnotherWay", "on")));
        String choice = browser.page()
                .attribute("li:contains(Recovery Authentication Code) input[name=authenticationExecution]", "value");
        browser.post(browser.action(""), List.of(Map.entry("authenticationExecution", choice)));
        try {
            browser.submit("#kc-recovery-code-login-form", Map.of("recoveryCodeInput", "AAAABBBBCCCC"));
        } finally {
            realm.flows().require("browser", "auth-recovery-authn-code-form", "DISABLED");
        }

        assertThat(POSTBOX.await("stock-codes@example.org", USED).text())
                .startsWith("A recovery code of stock-codes was used. 1 code is left.\n\n- When: ")
                .doesNotContain("Regenerate");
    }

    @Test
    void usersWithAKeyAloneAreNotToldToReplaceAnApp() {
        TestUser user = realm.user("no-app");
        Page page = chromium.page();
        VirtualAuthenticator.passkey(page);
        realm.enableAction(ADD_PASSKEY, true);
        page.navigate(realm.authUrl("app", Map.of("kc_action", ADD_PASSKEY)));
        realm.configure(with("requireEveryone", "false"));
        try {
            chromium.signIn(page, "no-app", TestRealm.PASSWORD);
            page.onDialog(dialog -> dialog.accept("Key"));
            page.locator("#registerWebAuthn").click();
            chromium.awaitSignedIn(page);
        } finally {
            realm.configure(SETTINGS);
        }
        assertThat(user.credentials("otp")).isEmpty();

        assertThat(POSTBOX.await("no-app@example.org", "A passkey or security key was added")
                        .text())
                .contains("4. In your account settings, sign out of your other sessions.\n")
                .doesNotContain("replace the authenticator app");
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put(key, value);
        return settings;
    }

    @Test
    void whatStockPagesAndOursRemoveIsToldToo() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "stock");
        person.user().importOtp(SECOND_SECRET);
        List<String> ids = person.user().credentials("otp").stream()
                .map(credential -> credential.id())
                .toList();

        remove(person, ids.get(1));
        Letter removed = POSTBOX.await("stock@example.org", "An authenticator app was removed");
        turnOff(person);

        Letter off = POSTBOX.await("stock@example.org", "Two-factor authentication was turned off");
        assertThat(removed.text()).contains("An authenticator app was removed for stock.");
        assertThat(off.text()).contains("Your account is no longer protected by codes.");
    }

    @Test
    void aPasskeyThatIsAddedAndRemovedIsTold() {
        EnrolledUser person = EnrolledUser.imported(realm, "keys");
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

        assertThat(added.text())
                .contains("A passkey or security key was added for keys.")
                .containsPattern("- Browser: (Headless)?Chrom.* on Linux\n")
                .contains("3. In your account settings, delete the passkey or security key that is not yours.");
        assertThat(removed.text()).contains("A passkey or security key was removed for keys.");
    }

    @Test
    void oneSignInWithARecoveryCodeIsOneMailAlsoWhenFewAreLeft() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "codes");
        for (int i = 0; i < 8; i++) {
            person.postRecovery(person.recoveryCodes().get(i));
        }
        flush();

        List<Letter> letters = POSTBOX.mails("codes@example.org");

        assertThat(letters)
                .extracting(Letter::happened)
                .containsExactly(ON, USED, USED, USED, USED, LOW, LOW, LOW, LAST);
        assertThat(letters.get(1).text())
                .startsWith("A recovery code of codes was used. 7 codes are left.\n\n- When: ")
                .contains("Wasn't you?");
        assertThat(letters.get(5).text())
                .startsWith("A recovery code of codes was used. 3 codes are left.\n\n"
                        + "Sign in and select Regenerate recovery codes.\n\n- When: ")
                .contains("Wasn't you?");
        assertThat(letters.get(5).html()).contains("Sign in and select Regenerate recovery codes.");
        assertThat(letters.get(7).text()).contains("1 code is left.");
        assertThat(letters.get(8).text()).contains("No codes are left.");
        assertThat(letters)
                .noneMatch(letter -> person.recoveryCodes().stream()
                        .anyMatch(code ->
                                letter.text().contains(code) || letter.html().contains(code)));
    }

    @Test
    void theFirstRecoveryCodesAreNotSaidToEndOthersAndTheNextAre() {
        EnrolledUser person = EnrolledUser.imported(realm, "first-codes");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-recovery-codes"))
                .signIn("first-codes", TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()))
                .press("regenerate");
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();
        assertThat(setsMade(person))
                .extracting(event -> event.detail("two_factor_first"))
                .containsExactly("true");
        card(person).press("regenerate").press("regenerate");
        flush();

        List<Letter> letters = POSTBOX.mails("first-codes@example.org");

        assertThat(letters).extracting(Letter::happened).containsExactly(FIRST_CODES, NEW_CODES);
        assertThat(letters.get(0).text() + letters.get(0).html())
                .contains("Recovery codes were generated for first-codes.")
                .doesNotContain("no longer work");
        assertThat(letters.get(1).text()).contains("Your old recovery codes no longer work.");
        assertThat(letters.get(1).html()).contains("Your old recovery codes no longer work.");
        assertThat(setsMade(person))
                .hasSize(2)
                .extracting(event -> event.detail("two_factor_change"))
                .containsOnly("codes");
    }

    @Test
    void whoKeepsTheirCodesHasChangedNothing() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "keeper");
        int before = setsMade(person).size();
        card(person).press("regenerate").press("leave");
        BrowserSession asked = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-recovery-codes"))
                .signIn("keeper", TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()))
                .press("leave");
        assertThat(asked.signedIn()).isTrue();
        person.user().requiredActions("two-factor-recovery-codes");
        BrowserSession demanded = person.codePage()
                .press("verify", Map.of("code", person.nextCode()))
                .press("leave");
        assertThat(demanded.signedIn()).isTrue();
        flush();

        assertThat(POSTBOX.subjects("keeper@example.org")).containsExactly(ON);
        assertThat(setsMade(person)).hasSize(before);
    }

    @Test
    void anOrganisationsNameAddsNoHeaderAndIsNotTooLongForOne() {
        try (TestRealm hostile = SERVER.realm()) {
            hostile.update(Map.of(
                    "smtpServer",
                    POSTBOX.settings(),
                    "displayName",
                    "<b>Acme</b>\r\nBcc: mallory@example.org\r\nX-Evil: 1\r\n\r\n" + "x".repeat(150)));
            hostile.switchOn(Map.of("requireEveryone", "true", "supportUrl", "mailto:help@acme.example?subject=Help"));

            EnrolledUser.enrolled(hostile, "hostile-name");

            Letter letter = POSTBOX.await("hostile-name@example.org", 1).get(0);
            assertThat(letter.subject())
                    .startsWith("<b>Acme</b>  Bcc: mallory@example.org")
                    .endsWith("…: " + ON)
                    .hasSizeLessThan(120);
            assertThat(letter.headers().lines().map(line -> line.split(":")[0]))
                    .doesNotContain("Bcc", "X-Evil")
                    .contains("Subject");
            assertThat(letter.text()).contains("   help@acme.example\n").doesNotContain("mailto:");
            assertThat(letter.html())
                    .contains("<a href=\"mailto:help@acme.example?subject=Help\"")
                    .contains(">help@acme.example</a>");
            assertThat(POSTBOX.mails("mallory@example.org")).isEmpty();
        }
    }

    @Test
    void aUsedRecoveryCodeIsToldThoughTheSignInIsNeverFinished() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "unfinished");
        person.user().requiredActions("UPDATE_PASSWORD");

        BrowserSession browser = person.postRecovery(person.recoveryCodes().get(0));

        assertThat(browser.signedIn()).isFalse();
        POSTBOX.await("unfinished@example.org", USED);
    }

    @Test
    void threeWrongCodesBehindTheRightPasswordMakeThePasswordSuspect() {
        EnrolledUser person = EnrolledUser.imported(realm, "suspect");
        person.wrongCodes(2);
        flush();
        assertThat(POSTBOX.subjects("suspect@example.org")).isEmpty();

        person.wrongCodes(1);

        assertThat(POSTBOX.await("suspect@example.org", GUESSED).text())
                .contains("The correct password of suspect was entered, but the second step failed 3 times.")
                .contains("- Browser: Linux\n- IP address: 127.");
    }

    @Test
    void aHundredFailuresBringOneMailOfAKindAnHour() {
        EnrolledUser person = EnrolledUser.imported(realm, "flooded");
        EnrolledUser other = EnrolledUser.imported(realm, "beside");
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
        EnrolledUser person = EnrolledUser.enrolled(realm, "two-kinds");
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
        EnrolledUser person = EnrolledUser.imported(realm, "trusting");
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
        remembered(EnrolledUser.imported(realm, "remembered"));

        Letter letter = POSTBOX.await("remembered@example.org", DEVICE);

        int year = SERVER.clock()
                .now()
                .plus(Duration.ofDays(30))
                .atZone(ZoneOffset.UTC)
                .getYear();
        assertThat(letter.text())
                .containsPattern("A device was remembered for remembered. It will not be asked for a code until .*"
                        + year + ".* UTC at the latest\\.");
        assertThat(letter.html()).contains("A device was remembered for remembered. It ");
    }

    @Test
    void aCopiedDeviceIsTold() {
        BrowserSession browser = remembered(EnrolledUser.imported(realm, "copied"));
        SERVER.clock().advance(Duration.ofSeconds(60));
        browser.fork().openLogin(Map.of("prompt", "login")).signIn("copied", TestRealm.PASSWORD);
        SERVER.clock().advance(Duration.ofSeconds(60));

        browser.openLogin(Map.of("prompt", "login")).signIn("copied", TestRealm.PASSWORD);

        assertThat(browser.signedIn()).isFalse();
        assertThat(POSTBOX.await("copied@example.org", "A trusted device may have been copied")
                        .text())
                .contains("A trusted device of copied may have been copied: a browser used its outdated key.");
    }

    @Test
    void aFactorThatIsSwitchedOffIsTold() {
        EnrolledUser person = EnrolledUser.imported(realm, "off");
        person.wrongCodes(6);
        for (int i = 0; i < 4; i++) {
            SERVER.clock().advance(Duration.ofMinutes(61));
            person.wrongCodes(1);
        }

        assertThat(POSTBOX.await("off@example.org", "Codes are blocked after too many incorrect ones")
                        .text())
                .contains("Too many incorrect codes were entered for off.");
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
                .isEqualTo(
                        text(messages, "subject").replace("{0}", "Acme").replace("{1}", text(messages, "subject-on")));
        assertThat(letter.text())
                .startsWith(text(messages, "body-on").replace("{0}", name))
                .contains("- " + text(messages, "fact-when"), "UTC")
                .contains(text(messages, "not-you-title"))
                .contains("2. " + text(messages, "step-password"))
                .endsWith(text(messages, "page") + "\n" + realm.url("/two-factor") + "\n");
        Element html = Jsoup.parse(letter.html()).select("div").first();
        assertThat(html.attr("lang")).isEqualTo(language);
        assertThat(html.attr("dir")).isEqualTo(language.equals("ar") ? "rtl" : "ltr");
        assertThat(html.select("p").get(0).text())
                .isEqualTo(text(messages, "body-on").replace("{0}", name));
        assertThat(html.select("h2").text()).isEqualTo(text(messages, "not-you-title"));
        assertThat(html.select("ol li").eachText()).contains(text(messages, "step-password"));
        assertThat(html.select("a").last().attr("href")).isEqualTo(realm.url("/two-factor"));
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

    private static String text(Properties messages, String key) {
        return messages.getProperty("two-factor-mail-" + key).replace("''", "'");
    }

    private static List<TestEvent> setsMade(EnrolledUser person) {
        String id = person.user().id();
        return realm.events("UPDATE_CREDENTIAL").stream()
                .filter(event -> id.equals(event.userId()))
                .filter(event -> "two-factor-recovery-codes".equals(event.detail("credential_type")))
                .toList();
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

    private static BrowserSession card(EnrolledUser person) {
        return realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()));
    }

    private static BrowserSession remembered(EnrolledUser person) {
        BrowserSession browser = person.codePage();
        browser.press("verify", Map.of("code", person.nextCode(), "trustDevice", "true"));
        assertThat(browser.signedIn()).isTrue();
        return browser;
    }

    /** Removes an authenticator on Keycloak's own page. */
    private static void remove(EnrolledUser person, String credentialId) {
        BrowserSession browser = realm.browser().openLogin(Map.of("kc_action", "delete_credential:" + credentialId));
        browser.signIn(person.user().name(), TestRealm.PASSWORD).press("verify", Map.of("code", person.nextCode()));
        browser.submit("form", Map.of("accept", "yes"));
    }

    /** The last authenticator goes on our page alone. */
    private static void turnOff(EnrolledUser person) {
        realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()))
                .press("disable", Map.of("password", TestRealm.PASSWORD));
    }

    private static void enrolExisting(String name) {
        BrowserSession browser = EnrolledUser.setUp(realm, name);
        browser.press(
                "confirm",
                Map.of("code", EnrolledUser.scanned(browser).code(SERVER.clock().now())));
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
