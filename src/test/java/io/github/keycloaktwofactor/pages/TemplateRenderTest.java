package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TemplateRenderTest {

    private static final List<String> HOSTILE = List.of(
            "\"><svg onload=1>",
            "'><script>alert(1)</script>",
            "</script><img src=x onerror=alert(1)>",
            "javascript:alert(1)",
            "${7*7}<#stop>",
            "{0} {1} ''");

    private static final Renderer SHOWING_THE_HEADING = Renderer.showingTheHeading();
    private static final Renderer SHOWING_THE_USER_NAME = Renderer.showingTheUserName();

    static Stream<PageState> pages() {
        return PageState.all().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void holdsNoInlineScriptHandlerOrStyle(PageState page) {
        assertNothingInline(render(page));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void escapesWhateverTheValuesHold(PageState page) {
        for (String hostile : HOSTILE) {
            Document document = render(page.withEveryText(hostile));

            assertNothingInline(document);
            assertThat(document.select("img, svg[onload]")).isEmpty();
            assertThat(document.select("[href], [src], [action]").eachAttr("href"))
                    .noneMatch(href -> href.startsWith("javascript:"));
            assertThat(shape(document)).isEqualTo(shape(render(page.withEveryText("plain"))));
        }
    }

    @Test
    void showsAHostileNameAsItsOwnText() {
        Document document = render(PageState.named("setup-pending").withEveryText("\"><svg onload=1>"));

        assertThat(document.text()).contains("It will appear as \"><svg onload=1> – \"><svg onload=1>.");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void postsEveryFormToTheLoginActionWithNothingButTheAgreedFields(PageState page) {
        Document document = render(page);

        for (Element form : document.select("form")) {
            assertThat(form.attr("method")).isEqualTo("post");
            assertThat(form.attr("action")).isEqualTo(Renderer.ACTION);
            assertThat(form.hasAttr("novalidate")).isTrue();
        }
        assertThat(document.select("[name]").eachAttr("name"))
                .isSubsetOf("code", "saved", "password", "endSessions", "trustDevice", "device", "do");
        assertThat(document.select("button[type=submit], input[type=submit]"))
                .allMatch(button ->
                        button.closest("form") != null && !button.val().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hasOneSubmitButtonInEachFormSoThatEnterMeansIt(PageState page) {
        assertThat(render(page).select("form"))
                .allMatch(form -> form.select("button:not([type=button]), input[type=submit]")
                                .size()
                        == 1);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesOnlyIdsThatExistOnce(PageState page) {
        Document document = render(page);
        List<String> ids = document.select("[id]").eachAttr("id");

        assertThat(ids).doesNotHaveDuplicates();
        for (String attribute : List.of("for", "aria-describedby", "aria-labelledby", "data-two-factor-copy-from")) {
            assertThat(document.select("[" + attribute + "]").eachAttr(attribute).stream()
                            .flatMap(value -> Stream.of(value.split(" "))))
                    .isSubsetOf(ids);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hidesTheButtonsThatNeedAScript(PageState page) {
        assertThat(render(page).select("button[type=button]")).allMatch(button -> button.hasAttr("hidden"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void loadsOnlyFilesThatAreThere(PageState page) {
        List<String> files = Stream.concat(
                        render(page).select("script").eachAttr("src").stream(),
                        render(page).select("link[rel=stylesheet]").eachAttr("href").stream())
                .toList();

        assertThat(files).isNotEmpty().allSatisfy(file -> {
            assertThat(file).startsWith("/resources/r1/login/any/").matches(".*-[0-9]+\\.(js|css)");
            assertThat(getClass().getResource(file.replace("/resources/r1/login/any/", "/theme-resources/resources/")))
                    .isNotNull();
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hasOneHeadingAndATitleAlsoWhereTheThemeShowsTheUserNameInstead(PageState page) {
        Document heading = render(page);
        Document userName = Jsoup.parse(SHOWING_THE_USER_NAME.render(page));

        assertThat(heading.select("h1")).hasSize(1);
        assertThat(userName.select("h1").eachText())
                .isEqualTo(heading.select("h1").eachText());
        assertThat(heading.title()).contains(heading.select("h1").text());
        assertThat(heading.select("[data-two-factor-title]").attr("data-two-factor-title"))
                .isEqualTo(heading.title());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            challenge-totp               | Two-factor verification
            challenge-totp               | Password accepted. Enter your code to continue.
            challenge-totp               | Verify and sign in
            challenge-totp               | Lost your phone? Use a recovery code
            challenge-totp               | Sign in as a different user
            challenge-totp-wrong         | That code did not match
            challenge-recovery           | Use recovery code
            setup-none                   | Two-factor authentication
            setup-none                   | Authenticator app (TOTP)
            setup-none                   | Not configured
            setup-none                   | Enable two-factor
            setup-none-required          | Two-factor authentication is required by your organisation. Set it up to continue.
            setup-none-gone              | No pending enrollment. Click "Enable" to start over
            setup-pending                | Pending confirmation
            setup-pending                | Step 1
            setup-pending                | Copy
            setup-pending                | Step 2
            setup-pending                | 6-digit code
            setup-pending                | Confirm and enable
            setup-pending-wrong          | That code did not match
            setup-enabled                | Enabled
            setup-enabled                | Confirmed on 22 November 2026
            setup-enabled                | Last used 23 November 2026
            setup-enabled                | 5 of 8 recovery codes left
            setup-enabled                | Regenerate recovery codes
            setup-enabled                | Back to account
            setup-enabled                | Disable two-factor
            setup-enabled-several        | Back to application
            setup-enabled-low            | You're running low on recovery codes: 3 left. Generate a new set and save it.
            setup-enabled-no-codes       | You have no recovery codes left. Without them, losing your phone means losing access. Generate a new set now.
            setup-enabled-unsaved        | You haven't confirmed that you saved your recovery codes. Generate a new set if you don't have them.
            setup-enabled-mandatory      | Your organisation requires two-factor authentication for your account.
            setup-enabled-mandatory      | Your organisation requires two-factor authentication. If you disable it, you must set it up again before you can continue.
            setup-enabled-forbidden      | Your organisation has made two-factor authentication mandatory, so it can't be disabled here. You can replace your authenticator app instead.
            setup-done-enabled           | Sign out and test it now
            setup-done-replaced          | Your new authenticator app is active. The old one no longer works.
            setup-done-disabled          | Two-factor authentication is now off. Your account is protected by your password only.
            disable-password             | Turning this off removes the second sign-in step and makes your account easier to compromise. We strongly recommend leaving it on.
            disable-password             | Current password
            disable-code                 | Current code from your app, or a recovery code
            disable-password-wrong       | Password did not match. Two-factor remains enabled.
            disable-code-wrong           | That code did not match. Two-factor remains enabled.
            disable-password-waiting     | Too many incorrect passwords. You can try again in 30 seconds, at 14:03 UTC.
            replace                      | Replace authenticator app
            replace                      | Your current app keeps working until you confirm the new one. Your recovery codes stay the same.
            replace-no-codes             | Your current app keeps working until you confirm the new one.
            replace-blocked              | The codes of your current app are blocked. Those of the new one work as soon as you confirm it. Your recovery codes stay the same.
            setup-done-disabled          | Delete the entry for Acme in every app that has one: it no longer works.
            setup-done-first-codes       | You now have recovery codes.
            setup-pending-disabled-required | Two entries for Acme in your app? Delete the older one.
            codes-demanded-too-often     | You have generated new recovery codes too often within the last hour. Try again later.
            codes-ask-too-often          | You have generated new recovery codes too often within the last hour. Your current codes have not changed. Try again later.
            challenge-totp-used          | That code has already been used, or a newer one has. Wait for the next code.
            disable-code-used            | That code has already been used, or a newer one has. Enter another one. Two-factor remains enabled.
            challenge-recovery           | Looks like XXXX-XXXX. You can use any code from your list.
            challenge-recovery-long      | Looks like XXXX-XXXX-XXXX. You can use any code from your list.
            challenge-recovery-long      | Enter a recovery code from your list. It looks like XXXX-XXXX-XXXX.
            notice-begin-again           | Your password or how you sign in was changed after you started here, or you were signed out everywhere, so this sign-in has ended. Sign in again.
            notice-disabled              | Your account has been disabled, so this sign-in has ended. Contact your administrator.
            notice-ended                 | This sign-in has ended. Sign in again to go on.
            codes-shown-enabled          | Two-factor authentication is now active. Save your recovery codes — they're shown once.
            codes-shown-enabled          | Save these recovery codes — shown ONCE
            codes-shown-enabled          | Copy all codes
            codes-shown-enabled          | I have saved these codes somewhere safe
            codes-ask                    | Generate new recovery codes? Old codes will stop working immediately.
            codes-ask                    | Regenerate recovery codes
            codes-first                  | You have no recovery codes. Without them, losing your phone means losing access.
            codes-first                  | Cancel
            codes-demanded               | You have no recovery codes. Without them, losing your phone means losing access.
            codes-demanded               | Sign out
            challenge-totp-no-password   | Enter your code to continue.
            challenge-totp-manage        | Confirm it's you to manage two-factor for alice.
            recovered                    | Continue
            recovered-application        | Not now, continue to Acme
            codes-shown-enabled          | Continue
            codes-shown-onward           | Continue to Acme
            codes-hidden-renewed         | New codes were made at 14:03 UTC. Your earlier list no longer works.
            done-replaced                | Your new authenticator app is active. The old one no longer works.
            done-replaced                | Two entries for Acme in your app? Delete the older one.
            done-replaced                | Continue to Acme
            done-replaced-all            | Several entries for Acme in your apps? Keep only the newest.
            done-replaced-all            | Continue
            setup-done-replaced          | Two entries for Acme in your app? Delete the older one.
            setup-pending-disabled-required | Two-factor authentication is now off.
            setup-pending-disabled-required | Two-factor authentication is required by your organisation. Set it up to continue.
            challenge-totp-no-password   | 8-digit code from your app for Acme (alice)
            challenge-totp-one-try-left  | 1 try left before you have to wait.
            challenge-totp-two-tries-left| 2 tries left before you have to wait.
            challenge-totp-wait-1        | Too many incorrect codes. You can try again in 1 second, at 14:03 UTC.
            challenge-totp-wait-30       | Too many incorrect codes. You can try again in 30 seconds, at 14:03 UTC.
            challenge-totp-wait-60       | Too many incorrect codes. You can try again in 1 minute, at 14:03 UTC.
            challenge-totp-wait-95       | Too many incorrect codes. You can try again in 2 minutes, at 14:03 UTC.
            challenge-totp-wait-7200     | Too many incorrect codes. You can try again in 2 hours, at 14:03 UTC.
            challenge-totp-wait-30       | You can still use a recovery code.
            challenge-recovery-wait      | Too many incorrect recovery codes. You can try again in 2 minutes, at 14:03 UTC.
            challenge-recovery-wait      | You can still use your authenticator app.
            challenge-both-off           | Codes are blocked here after too many incorrect ones. Contact support if this does not help:
            challenge-both-off           | Sign in with a code in a browser where you have done so before.
            challenge-both-off           | Say on the sign-in page that you forgot your password: the link in the email lets you enter a code.
            challenge-recovery-off-app-waits | This way of signing in is blocked after too many incorrect codes. Use your authenticator app, or contact support.
            codes-shown-one              | 1 code copied
            codes-offer                  | You haven't confirmed that you saved your recovery codes. Generate a new set if you don't have them.
            notice-sign-in-again         | For your security, confirm it's you before changing this.
            notice-unavailable           | Something went wrong and you were not signed in. Try again.
            notice-unavailable-page      | Something went wrong and this page could not be shown. Try again.
            notice-unavailable-change    | Something went wrong and your last step was not saved. Try again.
            notice-impersonated          | While you impersonate somebody you cannot set up or change how they sign in. Nothing was changed.
            """)
    void saysWordForWordInAnElementOfItsOwn(String page, String text) {
        Document document = render(PageState.named(page));

        assertThat(Stream.concat(
                        document.body().getAllElements().stream().map(Element::text),
                        document.select("[data-two-factor-copied]").eachAttr("data-two-factor-copied").stream()))
                .contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "challenge-totp, verify, recovery restart",
        "challenge-totp-none-left, verify, restart",
        "challenge-totp-bare, verify, ''",
        "challenge-recovery, verify, authenticator restart",
        "challenge-recovery-none-left, '', authenticator restart",
        "challenge-totp-wait-30, recovery, verify restart",
        "challenge-totp-wait-alone, verify, recovery restart",
        "challenge-recovery-wait, authenticator, verify restart",
        "challenge-totp-off, '', recovery restart",
        "challenge-both-off, '', restart",
        "setup-none, enable, leave",
        "setup-pending, device, confirm leave",
        "setup-pending-led, device, confirm leave",
        "setup-pending-led-unusual, confirm, leave",
        "setup-none-led-gone, enable, leave",
        "setup-enabled, regenerate, replace disable leave",
        "setup-enabled-mandatory, regenerate, replace replace disable leave",
        "setup-enabled-forbidden, regenerate, replace leave",
        "setup-done-enabled, regenerate, replace disable test leave",
        "setup-done-disabled, enable, leave",
        "setup-nothing-left, continue, ''",
        "replace, device, confirm leave",
        "codes-shown-enabled, continue, ''",
        "codes-hidden, continue, regenerate",
        "codes-offer, continue, regenerate",
        "codes-ask, '', regenerate leave",
        "recovered, replace, continue",
        "recovered-low, replace, continue regenerate",
        "recovered-low-no-set-up, regenerate, continue",
        "recovered-no-set-up, continue, ''",
        "recovered-forced, regenerate, replace",
        "done-replaced, continue, manage",
        "notice-sign-in-again, restart, leave",
        "notice-other-factor, restart, leave",
        "notice-impersonated, leave, ''",
        "notice-other-account, restart, ''",
        "notice-not-stored, restart, ''",
        "notice-unavailable, restart, ''",
        "notice-unavailable-page, retry, ''",
        "notice-unavailable-change, retry, ''"
    })
    void offersTheseWaysOn(String page, String first, String others) {
        List<String> expected =
                Stream.of((first + " " + others).trim().split(" +")).toList();

        assertThat(render(PageState.named(page)).select("button[name=do]").eachAttr("value"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "challenge-totp-wrong",
        "challenge-totp-used",
        "challenge-totp-malformed",
        "challenge-totp-empty",
        "challenge-recovery-wrong",
        "challenge-recovery-used",
        "setup-pending-wrong",
        "setup-pending-empty"
    })
    void tiesAnErrorToItsField(String page) {
        Document document = render(PageState.named(page));
        Element field = document.expectFirst("#two-factor-code");

        assertThat(document.title()).startsWith("Error: ");
        assertThat(field.attr("aria-invalid")).isEqualTo("true");
        assertThat(field.attr("aria-describedby").split(" ")).contains("two-factor-error");
        assertThat(field.hasAttr("autofocus")).isTrue();
        assertThat(document.expectFirst("#two-factor-error").attr("role")).isEqualTo("alert");
    }

    @Test
    void leadsWhomASignInSendsHereThroughThreeNamedSteps() {
        Document led = render(PageState.named("setup-pending-led"));

        assertThat(led.select("h2").eachText())
                .containsExactly("Step 1 of 3: get an app", "Step 2 of 3: add Acme", "Step 3 of 3: type the code");
        assertThat(led.text().indexOf("It takes two minutes."))
                .isBetween(1, led.text().indexOf("Step 1 of 3"));
        assertThat(led.select("details").first().text()).startsWith("I don't have an app yet Install");
    }

    @Test
    void leavesTheBadgeAndTheWarningsToTheCard() {
        Document led = render(PageState.named("setup-pending-led"));

        assertThat(led.select(".two-factor-badge, #two-factor-end-sessions")).isEmpty();
        assertThat(led.text()).doesNotContain("TOTP", "Don't delete", "Don't keep a picture", "Values for manual");
        assertThat(render(PageState.named("setup-pending-led-unusual")).text()).contains("Values for manual entry");
        assertThat(render(PageState.named("setup-pending")).text())
                .contains("Authenticator app (TOTP)", "Pending confirmation", "Don't delete this account");
        Document codes = render(PageState.named("codes-shown-after-set-up"));
        assertThat(codes.text())
                .contains(
                        "Keep the entry for Acme in your app.", "Sign me out everywhere else", "Delete the older one.");
        assertThat(codes.select("#two-factor-end-sessions").attr("form")).isEqualTo("two-factor-saved-form");
    }

    @ParameterizedTest
    @CsvSource({
        "challenge-totp, Can't use either?",
        "challenge-recovery, Can't use either?",
        "challenge-both-off, Need help?",
        "challenge-totp-none-left, Need help?",
        "challenge-recovery-none-left, Need help?"
    })
    void asksAboutEitherWayOnlyWhereThereAreTwo(String page, String question) {
        assertThat(render(PageState.named(page)).select(".two-factor-support").text())
                .startsWith(question);
    }

    /** On a page from right to left the groups of a telephone number would change places. */
    @Test
    void letsASupportTextRunInItsOwnDirection() {
        PageState page = new PageState(
                "phone", "two-factor-notice.ftl", Map.of("kind", "other", "support", Map.of("text", "555-0100")));

        assertThat(render(page).select(".two-factor-support span[dir=auto]").text())
                .isEqualTo("555-0100");
    }

    @Test
    void putsWhatWasRefusedBackIntoTheField() {
        assertThat(render(PageState.named("challenge-recovery-refused"))
                        .expectFirst("#two-factor-code")
                        .attr("value"))
                .isEqualTo("7KQM-2XRE");
        assertThat(render(PageState.named("challenge-recovery-wrong"))
                        .expectFirst("#two-factor-code")
                        .hasAttr("value"))
                .isFalse();
    }

    /** A person in a wait finds the other way in the notice that tells of it, and nowhere else. */
    @ParameterizedTest
    @CsvSource({"challenge-totp-wait-30, recovery", "challenge-recovery-wait, authenticator"})
    void theWayOutOfAWaitIsInItsNotice(String page, String way) {
        Document document = render(PageState.named(page));

        assertThat(document.select("[value=" + way + "]")).hasSize(1);
        assertThat(document.select("#two-factor-wait [value=" + way + "]")).hasSize(1);
    }

    /** One notice in amber, not a success beside a demand. */
    @Test
    void turningOffWhatIsRequiredIsOneWarning() {
        Document document = render(PageState.named("setup-pending-disabled-required"));

        assertThat(document.select(".two-factor-notice")).hasSize(1);
        assertThat(document.select(".two-factor-notice.two-factor-warning")).hasSize(1);
    }

    @Test
    void replacingIsOfferedBeforeTurningOffWhatIsRequired() {
        Element box = render(PageState.named("setup-enabled-mandatory")).expectFirst("#two-factor-disable");

        assertThat(box.select("button, input").eachAttr("value")).startsWith("replace");
        assertThat(render(PageState.named("setup-enabled"))
                        .expectFirst("#two-factor-disable")
                        .select("[value=replace]"))
                .isEmpty();
    }

    @Test
    void asksForATotpInOneFieldThatPhonesAndPasswordManagersKnow() {
        Element field = render(PageState.named("challenge-totp")).expectFirst("input#two-factor-code[name=code]");

        assertThat(field.attr("type")).isEqualTo("text");
        assertThat(field.attr("inputmode")).isEqualTo("numeric");
        assertThat(field.attr("autocomplete")).isEqualTo("one-time-code");
        assertThat(field.attr("pattern")).isEqualTo("[0-9 ]*");
        assertThat(field.attr("dir")).isEqualTo("ltr");
        assertThat(field.hasAttr("aria-invalid")).isFalse();
    }

    @Test
    void asksForARecoveryCodeInAFieldThatNoManagerFills() {
        Element field = render(PageState.named("challenge-recovery")).expectFirst("input#two-factor-code[name=code]");

        assertThat(field.attr("autocomplete")).isEqualTo("off");
        assertThat(field.attr("autocapitalize")).isEqualTo("characters");
        assertThat(field.attr("spellcheck")).isEqualTo("false");
        assertThat(field.hasAttr("inputmode")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"setup-pending, 1", "codes-shown-enabled, 8"})
    void keepsKeysAndCodesFromTranslationAndFromTurningRound(String page, int expected) {
        assertThat(render(PageState.named(page)).select("code"))
                .hasSize(expected)
                .allMatch(code -> code.attr("dir").equals("ltr")
                        && code.attr("translate").equals("no")
                        && code.attr("spellcheck").equals("false"));
    }

    @Test
    void showsTheQrCodeAsTheServerDrewItWithAWordForThoseWhoDoNotSeeIt() {
        Element code = render(PageState.named("setup-pending")).expectFirst("[role=img]");

        assertThat(code.select("svg > path")).hasSize(1);
        assertThat(code.attr("aria-label"))
                .isEqualTo("QR code for setting up your authenticator app. The same key is shown as text below.");
    }

    @Test
    void showsNoKeyAndNoCodeOutsideTheStateThatMay() {
        Set<String> showing = PageState.all().stream()
                .filter(page ->
                        !render(page).select("code, [data-two-factor-secret]").isEmpty())
                .map(PageState::name)
                .collect(Collectors.toSet());

        assertThat(showing)
                .allMatch(name -> name.startsWith("setup-pending")
                        || name.equals("replace")
                        || name.matches("replace-(several|wrong|fresh|blocked|no-codes)")
                        || name.startsWith("codes-shown"));
    }

    private static void assertNothingInline(Document document) {
        assertThat(document.select("script:not([src])")).isEmpty();
        assertThat(document.select("script").eachText()).allMatch(String::isEmpty);
        assertThat(document.select("style, iframe, object, embed, base")).isEmpty();
        assertThat(document.getAllElements().stream()
                        .flatMap(element -> element.attributes().asList().stream())
                        .map(Attribute::getKey))
                .noneMatch(name -> name.startsWith("on") || name.equals("style"));
    }

    /** Tags and attribute names without any text: hostile values must not change them. */
    private static String shape(Document document) {
        return document.getAllElements().stream()
                .map(element -> element.tagName()
                        + element.attributes().asList().stream()
                                .map(Attribute::getKey)
                                .sorted()
                                .toList())
                .collect(Collectors.joining("\n"));
    }

    private static Document render(PageState page) {
        return Jsoup.parse(SHOWING_THE_HEADING.render(page));
    }
}
