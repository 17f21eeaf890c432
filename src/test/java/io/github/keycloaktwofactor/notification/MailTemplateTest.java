package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.event.HelpDeskChange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both forms of each mail say. */
final class MailTemplateTest {

    private static final String HOSTILE = "\"><svg onload=alert(1)>${7*7}<#assign a=1>";
    private static final String LEFT = "two-factor-mail-codes-left-";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String PAGE = "https://id.example.org/realms/acme/two-factor";
    private static final String HELP = "https://help.example.org/";

    /** The card says it above the recent activity. */
    private static final String NOT_IN_MAILS = "two-factor-mail-not-you";

    private static final Owned ALL = new Owned(true, true);
    private static final List<HelpDeskChange> ALL_CHANGES = List.of(HelpDeskChange.values());

    private final MailRenderer renderer = new MailRenderer("en");

    @Test
    void everyMessageIsUsedAndEveryNeededOneExists() {
        for (MailKind kind : MailKind.values()) {
            for (int left = 0; left < 3; left++) {
                render("text", mail(kind, "alice", "Firefox", left));
                render("html", mail(kind, "alice", "", left));
                renderer.subject(mail(kind, "alice", "", left), "Acme");
            }
        }
        render("text", at(new Origin(NOON, "", "", "", ""), "mailto:?to=help@acme.example"));

        Set<String> asked = renderer.asked();
        assertThat(asked).contains(LEFT + "none", LEFT + "one", LEFT + "many");
        asked.addAll(Set.of(LEFT + "two", LEFT + "few", NOT_IN_MAILS));
        assertThat(renderer.messages().stringPropertyNames().stream()
                        .filter(key -> key.startsWith("two-factor-mail-"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(asked.stream()
                        .filter(key -> key.startsWith("two-factor-mail-"))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void whatPeopleAndBrowsersAreCalledIsOnlyText(MailKind kind) {
        Mail mail = new Mail(
                kind,
                securityEvent(new Origin(NOON, HOSTILE, "Linux", "", ""), 2),
                HOSTILE,
                ALL,
                3,
                null,
                "",
                HOSTILE,
                HELP);

        String html = render("html", mail);

        assertThat(html)
                .doesNotContain("<svg")
                .contains("&quot;&gt;&lt;svg onload=alert(1)&gt;${7*7}&lt;#assign a=1&gt;");
        assertThat(Jsoup.parse(html).select("svg, script, [onload]")).isEmpty();
        assertThat(render("text", mail)).contains(HOSTILE);
    }

    @Test
    void aMailNamesWhatWhenFromWhereAndWhomToAskAndTheAddressOfThePage() {
        assertThat(render("text", mail(MailKind.REPLACED, "alice", "Firefox", 2))
                        .replace('\u202F', ' '))
                .isEqualTo("""
                        A new authenticator app was set up for alice. The old one no longer works.

                        - When: November 22, 2026, 12:00 PM UTC
                        - Browser: Firefox on Linux
                        - IP address: 192.0.2.1

                        Wasn't you?

                        1. Contact support at once.
                           Ask in room 12
                           https://help.example.org/
                        2. Change your password.
                        3. If the code of your app is refused, sign in with a recovery code.
                        4. On the two-factor page, replace the authenticator app.
                        5. In your account settings, sign out of your other sessions.

                        Your two-factor page:
                        https://id.example.org/realms/acme/two-factor
                        """);
    }

    @Test
    void whatAnAdministratorDidIsToldOneByOneAndNotFromWhere() {
        assertThat(render("text", mail(MailKind.HELPED, "alice", "Firefox", 2)).replace('\u202F', ' '))
                .isEqualTo("""
                        An administrator changed how you sign in to the account alice. The authenticator app was removed and no longer works; when you sign in, you may be asked to set one up again. The recovery codes were removed and no longer work. The passkeys and security keys were removed and no longer work. No device is trusted any more. Codes that were refused after too many incorrect ones are accepted again. You were signed out everywhere.

                        - When: November 22, 2026, 12:00 PM UTC

                        If you did not expect this, contact support at once.
                        Ask in room 12
                        https://help.example.org/

                        Your two-factor page:
                        https://id.example.org/realms/acme/two-factor
                        """);
    }

    @Test
    void theHtmlFormSaysTheSameInListsWithLinks() {
        Document html = Jsoup.parse(render("html", mail(MailKind.REPLACED, "alice", "Firefox", 2)));

        assertThat(html.select("p").get(0).text())
                .isEqualTo("A new authenticator app was set up for alice. The old one no longer works.");
        assertThat(html.select("ul li").eachText())
                .hasSize(3)
                .contains("Browser: Firefox on Linux", "IP address: 192.0.2.1")
                .first()
                .asString()
                .startsWith("When: November 22, 2026")
                .endsWith("UTC");
        assertThat(html.select("h2").text()).isEqualTo("Wasn't you?");
        assertThat(html.select("ol li").eachText())
                .containsExactly(
                        "Contact support at once. Ask in room 12 https://help.example.org/",
                        "Change your password.",
                        "If the code of your app is refused, sign in with a recovery code.",
                        "On the two-factor page, replace the authenticator app.",
                        "In your account settings, sign out of your other sessions.");
        assertThat(html.select("a").eachAttr("href")).containsExactly(HELP, PAGE);
        assertThat(html.select("a").eachText()).containsExactly(HELP, PAGE);
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void colorsAreTheReadersOwnSoThatAMailReadsWellInTheDark(MailKind kind) {
        String html = render("html", mail(kind, "alice", "Firefox", 2));

        assertThat(html.replace("color: inherit", ""))
                .doesNotContainIgnoringCase("color")
                .doesNotContainIgnoringCase("background")
                .doesNotContain("<style", "<font", "<img");
    }

    @Test
    void whoCannotSignInAnyMoreIsToldThatSupportRemovesWhatIsNotTheirs() {
        assertThat(render("text", mail(MailKind.ENABLED, "alice", "Firefox", 2)))
                .contains("1. Contact support at once: somebody else has set up two-factor for you,")
                .contains("3. On the two-factor page, set up two-factor authentication yourself.")
                .doesNotContain("replace the authenticator app");
    }

    @Test
    void whoHasNoAppAnyMoreIsNotToldToReplaceIt() {
        assertThat(render("text", mail(MailKind.DISABLED, "alice", "Firefox", 2)))
                .contains("3. On the two-factor page, set up two-factor authentication yourself.")
                .doesNotContain("replace the authenticator app");
    }

    @Test
    void aKeyOfSomebodyElseIsToBeDeleted() {
        assertThat(render("text", mail(MailKind.KEY_ADDED, "alice", "Firefox", 2)))
                .contains("3. In your account settings, delete the passkey or security key that is not yours.")
                .contains("4. On the two-factor page, replace");
    }

    @Test
    void theFirstRecoveryCodesAreNotSaidToReplaceOthers() {
        assertThat(render("text", mail(MailKind.FIRST_CODES, "alice", "Firefox", 2)))
                .startsWith("Recovery codes were generated for alice.")
                .doesNotContain("no longer work");
        assertThat(render("text", mail(MailKind.NEW_CODES, "alice", "Firefox", 2)))
                .contains("Your old recovery codes no longer work.");
    }

    @Test
    void aUsedCodeSaysHowManyAreLeftAndWhatToDoWhenTheyAreFew() {
        assertThat(render("text", mail(MailKind.CODE_USED, "alice", "Firefox", 5)))
                .startsWith("A recovery code of alice was used. 5 codes are left.\n")
                .doesNotContain("Regenerate");
        assertThat(render("text", mail(MailKind.CODES_LOW, "alice", "Firefox", 1)))
                .startsWith("A recovery code of alice was used. 1 code is left.\n\n"
                        + "Sign in and select Regenerate recovery codes.\n");
    }

    @Test
    void whenTheLastCodeIsUsedNotAFewAreLeft() {
        Mail last = mail(MailKind.CODES_NONE, "alice", "Firefox", 0);

        assertThat(renderer.subject(last, "Acme")).isEqualTo("Acme: Your last recovery code was used");
        assertThat(render("text", last))
                .startsWith("A recovery code of alice was used. No codes are left.\n\n"
                        + "Sign in and select Regenerate recovery codes.\n");
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void usersWithoutAnAppOrCodesOrAPageAreNotSentToWhatThereIsNot(MailKind kind) {
        Mail mail = with(kind, new Owned(false, false), PAGE);
        assertThat(render("text", mail) + render("html", mail))
                .doesNotContain("replace the authenticator app", "sign in with a recovery code", "Regenerate");

        Mail nowhere = with(kind, ALL, "");
        assertThat(render("text", nowhere) + render("html", nowhere))
                .doesNotContainIgnoringCase("two-factor page")
                .doesNotContain("Regenerate");
    }

    @Test
    void usersWithoutAnAppEndTheOtherSessionsAllTheSame() {
        assertThat(render("text", with(MailKind.KEY_REMOVED, new Owned(false, false), PAGE)))
                .contains("2. Change your password.\n3. In your account settings, sign out of your other sessions.\n");
    }

    private static Mail with(MailKind kind, Owned owned, String page) {
        SecurityEvent securityEvent = securityEvent(new Origin(NOON, "Firefox", "Linux", "192.0.2.1", ""), 2);
        return new Mail(kind, securityEvent, "alice", owned, 3, null, page, "", "");
    }

    @Test
    void withoutANameOfTheBrowserTheSystemIsNamedAndWithoutEitherNothing() {
        assertThat(render("text", mail(MailKind.REPLACED, "alice", "", 2))).contains("- Browser: Linux\n");
        assertThat(render("text", at(new Origin(NOON, "", "", "192.0.2.1", ""), HELP)))
                .contains("- Browser: unknown\n- IP address: 192.0.2.1\n");
    }

    @Test
    void withoutAnAddressThatParsesNoneIsNamed() {
        assertThat(render("text", at(new Origin(NOON, "Firefox", "Linux", "", ""), HELP)))
                .contains("- Browser: Firefox on Linux\n- IP address: unknown\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "html"})
    void wherePeopleHaveNoTwoFactorPageNoneIsNamed(String format) {
        Mail mail = new Mail(
                MailKind.REPLACED,
                securityEvent(new Origin(NOON, "Firefox", "Linux", "192.0.2.1", ""), 0),
                "alice",
                ALL,
                0,
                null,
                "",
                "",
                "");

        assertThat(render(format, mail)).doesNotContain("Your two-factor page", "href");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "html"})
    void whatOthersHaveChangedIsNotSaidToBeFromWhere(String format) {
        assertThat(render(format, mail(MailKind.PASSWORD_SET, "alice", "Firefox", 2)))
                .contains("An administrator set a new password for alice.")
                .contains("If you did not expect this, contact support at once.")
                .contains("Ask in room 12")
                .contains(PAGE)
                .doesNotContain("192.0.2.1")
                .doesNotContain("Firefox")
                .doesNotContain("Wasn't you");
    }

    @ParameterizedTest
    @CsvSource({
        "https://help.example.org/?a=1,https://help.example.org/?a=1",
        "http://help.example.org/,http://help.example.org/",
        "mailto:help@acme.example,help@acme.example",
        "MAILTO:help@acme.example?subject=Two%20factor&body=x,help@acme.example",
        "mailto:?to=help@acme.example,Contact support",
        "javascript:alert(1),",
        "data:text/html;base64;x,",
        "not an address,"
    })
    void aSupportLinkLeadsToTheWebOrToAMailboxAndIsReadWithoutMailto(String setting, String read) {
        Mail mail = at(new Origin(NOON, "Firefox", "Linux", "192.0.2.1", ""), setting);
        Document html = Jsoup.parse(render("html", mail));

        if (read == null) {
            assertThat(html.select("a")).isEmpty();
            assertThat(render("text", mail)).doesNotContain(setting);
        } else {
            assertThat(html.select("a").attr("href")).isEqualTo(setting);
            assertThat(html.select("a").text()).isEqualTo(read);
            assertThat(render("text", mail)).contains("   " + read + "\n").doesNotContainIgnoringCase("mailto:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "html"})
    void theNewAddressIsShownInPart(String format) {
        AddressChange change = new AddressChange("alice@example.org", "mallory@elsewhere.example", Actor.PERSON);
        SecurityEvent changed =
                SecurityEvent.ofAddress("realm", "user", new Origin(NOON, "Firefox", "Linux", "192.0.2.1", ""), change);

        assertThat(render(format, new Mail(MailKind.ADDRESS_CHANGED, changed, "alice", ALL, 0, null, "", "", "")))
                .contains("The e-mail address of alice was changed to m…@elsewhere.example.")
                .contains("192.0.2.1");
    }

    @Test
    void timesAreInTheUsersZoneWhereItIsKnown() {
        assertThat(inZone("Europe/Berlin")).containsPattern("1:00.PM \\(Europe/Berlin\\)");
        assertThat(inZone("Nowhere/At all")).containsPattern("12:00.PM UTC");
        assertThat(inZone("")).containsPattern("12:00.PM UTC");
    }

    @Test
    void aRememberedDeviceHasAnEnd() {
        assertThat(render("text", mail(MailKind.DEVICE, "alice", "Firefox", 0)))
                .contains("It will not be asked for a code until December 22, 2026")
                .contains(" UTC at the latest.");
    }

    @Test
    void subjectsCarryNothingOfARequestAndStayOnOneLine() {
        for (MailKind kind : MailKind.values()) {
            Mail mail = mail(kind, HOSTILE, HOSTILE, 0);

            assertThat(renderer.messages().getProperty(Mail.SUBJECT + "-" + kind.text()))
                    .as("%s", kind)
                    .doesNotContain("{");
            assertThat(renderer.subject(mail, "Acme")).startsWith("Acme: ").hasSizeLessThan(80);
        }
    }

    @Test
    void whatARealmPutsInThePlaceOfASubjectStaysOnOneLineToo() {
        String key = Mail.SUBJECT + "-on";
        renderer.messages().setProperty(key, "On\r\nBcc: x@example.org " + "x".repeat(500));

        String happened = mail(MailKind.ENABLED, "alice", "", 0).happened(renderer.messages(), Locale.ENGLISH);

        assertThat(happened).startsWith("On  Bcc:").hasSize(121);
    }

    private String inZone(String zone) {
        SecurityEvent securityEvent = securityEvent(new Origin(NOON, "Firefox", "Linux", "192.0.2.1", ""), 2);
        return render("text", new Mail(MailKind.ENABLED, securityEvent, "alice", ALL, 0, zone, PAGE, "", ""));
    }

    private static Mail at(Origin origin, String supportUrl) {
        return new Mail(MailKind.REPLACED, securityEvent(origin, 2), "alice", ALL, 0, null, "", "", supportUrl);
    }

    private static Mail mail(MailKind kind, String account, String browser, int left) {
        SecurityEvent securityEvent = securityEvent(new Origin(NOON, browser, "Linux", "192.0.2.1", ""), left);
        return new Mail(kind, securityEvent, account, ALL, 3, null, PAGE, "Ask in room 12", HELP);
    }

    private static SecurityEvent securityEvent(Origin origin, int left) {
        Instant until = Instant.parse("2026-12-22T12:00:00Z");
        return new SecurityEvent(
                "realm", "user", EventKind.ENABLED, origin, left, true, null, until, null, ALL_CHANGES);
    }

    private String render(String format, Mail mail) {
        return renderer.render(format, mail);
    }
}
