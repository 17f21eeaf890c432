package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.policy.PolicySettings.ChangeSettings;
import io.github.keycloaktwofactor.policy.PolicySettings.CodeSettings;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.policy.PolicySettings.DirectGrant;
import io.github.keycloaktwofactor.policy.PolicySettings.DisableConfirmation;
import io.github.keycloaktwofactor.policy.PolicySettings.DisableWhenRequired;
import io.github.keycloaktwofactor.policy.PolicySettings.EndOtherSessions;
import io.github.keycloaktwofactor.policy.PolicySettings.ExistingSessions;
import io.github.keycloaktwofactor.policy.PolicySettings.MethodStep;
import io.github.keycloaktwofactor.policy.PolicySettings.MissingCodes;
import io.github.keycloaktwofactor.policy.PolicySettings.Mode;
import io.github.keycloaktwofactor.policy.PolicySettings.PageSettings;
import io.github.keycloaktwofactor.policy.PolicySettings.PendingOnReload;
import io.github.keycloaktwofactor.policy.PolicySettings.WaitSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySettingsTest {

    @Test
    void withoutStoredValuesTheDefaultsHold() {
        assertThat(PolicySettings.from(Map.of()))
                .isEqualTo(new PolicySettings(
                        false,
                        false,
                        List.of(),
                        List.of(),
                        List.of(),
                        Set.of("webauthn", "webauthn-passwordless"),
                        List.of(),
                        Mode.ENFORCE,
                        ExistingSessions.AT_ONCE,
                        new WaitSettings(6, 30, 3600, 100),
                        new CodeSettings(8, 2, 3, 0, false, MissingCodes.OFFER),
                        new PageSettings(
                                MethodStep.NEVER,
                                PendingOnReload.DISCARD,
                                List.of(
                                        "Google Authenticator",
                                        "Microsoft Authenticator",
                                        "Authy",
                                        "1Password",
                                        "Bitwarden"),
                                "",
                                ""),
                        new DeviceSettings(DeviceTrust.OFF, 30, 5, List.of()),
                        "",
                        "",
                        DirectGrant.CODE,
                        new ChangeSettings(
                                DisableConfirmation.PASSWORD, DisableWhenRequired.REENROL, EndOtherSessions.OFFER),
                        300,
                        new SavedMeaning(Map.of(), Map.of(), null, null),
                        List.of()));
    }

    static Stream<Arguments> readable() {
        return Stream.of(
                setting("requireEveryone", "true", PolicySettings::requireEveryone, true),
                setting("requireEveryone", "false", PolicySettings::requireEveryone, false),
                setting("requireAdmins", "TRUE", PolicySettings::requireAdmins, true),
                setting("adminRoles", "root##ops/chief", PolicySettings::adminRoles, List.of("root", "ops/chief")),
                setting("requiredRoles", " staff ##staff", PolicySettings::requiredRoles, List.of("staff")),
                setting("exemptRoles", "https://sp/x/*", PolicySettings::exemptRoles, List.of("https://sp/x/*")),
                setting("acceptOtherFactors", "webauthn", PolicySettings::acceptOtherFactors, Set.of("webauthn")),
                setting("acceptOtherFactors", "none", PolicySettings::acceptOtherFactors, Set.of()),
                setting(
                        "trustedIdentityProviders",
                        "partner##google",
                        PolicySettings::trustedIdentityProviders,
                        List.of("partner", "google")),
                setting("mode", "ENFORCE", PolicySettings::mode, Mode.ENFORCE),
                setting("mode", "REPORT_ONLY", PolicySettings::mode, Mode.REPORT_ONLY),
                setting(
                        "existingSessions",
                        "UNTIL_THEY_END",
                        PolicySettings::existingSessions,
                        ExistingSessions.UNTIL_THEY_END),
                setting("attemptsBeforeWait", "3", s -> s.waits().attemptsBeforeWait(), 3),
                setting("attemptsBeforeWait", "10", s -> s.waits().attemptsBeforeWait(), 10),
                setting("waitSeconds", "10", s -> s.waits().waitSeconds(), 10),
                setting("waitSeconds", "3600", s -> s.waits().waitSeconds(), 3600),
                setting("maxWaitSeconds", "30", s -> s.waits().maxWaitSeconds(), 30),
                setting("maxWaitSeconds", "86400", s -> s.waits().maxWaitSeconds(), 86_400),
                setting("maxConsecutiveFailures", "10", s -> s.waits().maxConsecutiveFailures(), 10),
                setting("maxConsecutiveFailures", " 99 ", s -> s.waits().maxConsecutiveFailures(), 99),
                setting("recoveryCodeCount", "1", s -> s.codes().count(), 1),
                setting("recoveryCodeCount", "20", s -> s.codes().count(), 20),
                setting("recoveryCodeGroups", "6", s -> s.codes().groups(), 6),
                setting("lowCodesThreshold", "0", s -> s.codes().lowThreshold(), 0),
                setting("lowCodesThreshold", "7", s -> s.codes().lowThreshold(), 7),
                setting("forceRegenerateAtOrBelow", "2", s -> s.codes().forceRegenerateAtOrBelow(), 2),
                setting("openPdf", "true", s -> s.codes().openPdf(), true),
                setting("missingRecoveryCodes", "OFFER", s -> s.codes().missing(), MissingCodes.OFFER),
                setting("missingRecoveryCodes", "DEMAND", s -> s.codes().missing(), MissingCodes.DEMAND),
                setting("missingRecoveryCodes", "NEVER", s -> s.codes().missing(), MissingCodes.NEVER),
                setting("methodStep", "ALWAYS", s -> s.pages().methodStep(), MethodStep.ALWAYS),
                setting("pendingOnReload", "KEEP", s -> s.pages().pendingOnReload(), PendingOnReload.KEEP),
                setting(
                        "recommendedApps",
                        "FreeOTP##Aegis",
                        s -> s.pages().recommendedApps(),
                        List.of("FreeOTP", "Aegis")),
                setting("helpUrl", "https://help.example", s -> s.pages().helpUrl(), "https://help.example"),
                setting("continueUrl", "http://a.example/b", s -> s.pages().continueUrl(), "http://a.example/b"),
                setting("trustedDevices", "UNTIL_SIGN_OUT", s -> s.devices().trust(), DeviceTrust.UNTIL_SIGN_OUT),
                setting("trustedDevices", "DAYS", s -> s.devices().trust(), DeviceTrust.DAYS),
                setting("trustedDeviceDays", "90", s -> s.devices().days(), 90),
                setting("trustedDeviceMax", "20", s -> s.devices().most(), 20),
                setting("trustedDeviceExcludedRoles", "a##b/c", s -> s.devices().excludedRoles(), List.of("a", "b/c")),
                setting("supportText", "Call 117.", PolicySettings::supportText, "Call 117."),
                setting("supportUrl", "https://help.example/x", PolicySettings::supportUrl, "https://help.example/x"),
                setting("supportUrl", "HTTP://help.example", PolicySettings::supportUrl, "HTTP://help.example"),
                setting("supportUrl", "mailto:help@example.org", PolicySettings::supportUrl, "mailto:help@example.org"),
                setting("directGrant", "DENY", PolicySettings::directGrant, DirectGrant.DENY),
                setting(
                        "disableConfirmation",
                        "CLICK",
                        s -> s.changes().disableConfirmation(),
                        DisableConfirmation.CLICK),
                setting(
                        "disableWhenRequired",
                        "FORBID",
                        s -> s.changes().disableWhenRequired(),
                        DisableWhenRequired.FORBID),
                setting("endOtherSessions", "NEVER", s -> s.changes().endOtherSessions(), EndOtherSessions.NEVER),
                setting("max_auth_age", "0", PolicySettings::maxAuthAgeSeconds, 0));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("readable")
    void readsStoredValues(String key, String stored, Function<PolicySettings, Object> setting, Object expected) {
        PolicySettings settings = PolicySettings.from(Map.of(key, stored));

        assertThat(setting.apply(settings)).isEqualTo(expected);
        assertThat(settings.problems()).isEmpty();
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                setting("requireEveryone", "maybe", PolicySettings::requireEveryone, true),
                setting("requireAdmins", "0", PolicySettings::requireAdmins, true),
                setting("acceptOtherFactors", "webauthn##sms", PolicySettings::acceptOtherFactors, Set.of()),
                setting("acceptOtherFactors", "none##webauthn", PolicySettings::acceptOtherFactors, Set.of()),
                setting("mode", "REPORT", PolicySettings::mode, Mode.ENFORCE),
                setting("mode", "report_only", PolicySettings::mode, Mode.ENFORCE),
                setting("existingSessions", "LATER", PolicySettings::existingSessions, ExistingSessions.AT_ONCE),
                setting("attemptsBeforeWait", "2", s -> s.waits().attemptsBeforeWait(), 3),
                setting("attemptsBeforeWait", "11", s -> s.waits().attemptsBeforeWait(), 3),
                setting("attemptsBeforeWait", "six", s -> s.waits().attemptsBeforeWait(), 3),
                setting("waitSeconds", "-1", s -> s.waits().waitSeconds(), 3600),
                setting("waitSeconds", "9", s -> s.waits().waitSeconds(), 3600),
                setting("maxWaitSeconds", "1e3", s -> s.waits().maxWaitSeconds(), 86_400),
                setting("maxWaitSeconds", "86401", s -> s.waits().maxWaitSeconds(), 86_400),
                setting("maxWaitSeconds", "20", s -> s.waits().maxWaitSeconds(), 30),
                setting("maxConsecutiveFailures", "99999999999", s -> s.waits().maxConsecutiveFailures(), 10),
                setting("maxConsecutiveFailures", "101", s -> s.waits().maxConsecutiveFailures(), 10),
                setting("recoveryCodeCount", "0", s -> s.codes().count(), 1),
                setting("recoveryCodeCount", "21", s -> s.codes().count(), 1),
                setting("recoveryCodeGroups", "1", s -> s.codes().groups(), 6),
                setting("recoveryCodeGroups", "2.5", s -> s.codes().groups(), 6),
                setting("lowCodesThreshold", "few", s -> s.codes().lowThreshold(), 7),
                setting("forceRegenerateAtOrBelow", "20", s -> s.codes().forceRegenerateAtOrBelow(), 7),
                setting("openPdf", "always", s -> s.codes().openPdf(), false),
                setting("missingRecoveryCodes", "later", s -> s.codes().missing(), MissingCodes.DEMAND),
                setting("methodStep", "AUTO", s -> s.pages().methodStep(), MethodStep.ALWAYS),
                setting("pendingOnReload", "never", s -> s.pages().pendingOnReload(), PendingOnReload.DISCARD),
                setting("helpUrl", "mailto:help@example.org", s -> s.pages().helpUrl(), ""),
                setting("helpUrl", "javascript:alert(1)", s -> s.pages().helpUrl(), ""),
                setting("continueUrl", "data:text/html,x", s -> s.pages().continueUrl(), ""),
                setting("trustedDevices", "ALWAYS", s -> s.devices().trust(), DeviceTrust.OFF),
                setting("trustedDeviceDays", "91", s -> s.devices().days(), 1),
                setting("trustedDeviceMax", "0", s -> s.devices().most(), 1),
                setting("supportUrl", "javascript:alert(1)", PolicySettings::supportUrl, ""),
                setting("supportUrl", "help.example", PolicySettings::supportUrl, ""),
                setting("supportUrl", "https:", PolicySettings::supportUrl, ""),
                setting("supportUrl", "https://two words", PolicySettings::supportUrl, ""),
                setting("supportUrl", "mailto:nobody", PolicySettings::supportUrl, ""),
                setting("directGrant", "allow", PolicySettings::directGrant, DirectGrant.DENY),
                setting(
                        "disableConfirmation",
                        "NONE",
                        s -> s.changes().disableConfirmation(),
                        DisableConfirmation.PASSWORD_AND_CODE),
                setting(
                        "disableWhenRequired",
                        "allow",
                        s -> s.changes().disableWhenRequired(),
                        DisableWhenRequired.FORBID),
                setting("endOtherSessions", "no", s -> s.changes().endOtherSessions(), EndOtherSessions.ALWAYS),
                setting("max_auth_age", "-5", PolicySettings::maxAuthAgeSeconds, 0));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("unreadable")
    void aValueThatCannotBeUsedCountsAsItsStrictestAndIsReported(
            String key, String stored, Function<PolicySettings, Object> setting, Object strictest) {
        PolicySettings settings = PolicySettings.from(Map.of(key, stored));

        assertThat(setting.apply(settings)).isEqualTo(strictest);
        assertThat(settings.problems()).singleElement().asString().startsWith(key + ": '");
    }

    @Test
    void everySettingIsInBothTablesUnlessEveryValueOfItCanBeUsed() {
        List<String> free = List.of(
                "adminRoles",
                "requiredRoles",
                "exemptRoles",
                "trustedIdentityProviders",
                "supportText",
                "recommendedApps",
                "trustedDeviceExcludedRoles");

        assertThat(Stream.of(Setting.values()).map(Setting::key)).allSatisfy(key -> {
            assertThat(readable().anyMatch(row -> row.get()[0].equals(key))).isTrue();
            assertThat(free.contains(key) || unreadable().anyMatch(row -> row.get()[0].equals(key)))
                    .isTrue();
        });
    }

    @ParameterizedTest(name = "a set of {0}")
    @CsvSource({"1, 0, 0", "2, 1, 1", "8, 7, 5", "10, 9, 5", "20, 12, 5"})
    void theThresholdsStayBelowTheSizeOfTheSet(int count, int low, int force) {
        CodeSettings codes = PolicySettings.from(Map.of(
                        "recoveryCodeCount",
                        Integer.toString(count),
                        "lowCodesThreshold",
                        "12",
                        "forceRegenerateAtOrBelow",
                        "5"))
                .codes();

        assertThat(codes.lowThreshold()).isEqualTo(low);
        assertThat(codes.forceRegenerateAtOrBelow()).isEqualTo(force);
    }

    @Test
    void aFirstWaitThatCannotBeReadIsNotCutShortByTheLongestOne() {
        PolicySettings settings = PolicySettings.from(Map.of("waitSeconds", "?", "maxWaitSeconds", "60"));

        assertThat(settings.waits().waitSeconds()).isEqualTo(3600);
        assertThat(settings.waits().maxWaitSeconds()).isEqualTo(3600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aBlankValueIsTheSameAsNone(String blank) {
        Map<String, String> config = FakeRealm.config();
        Stream.of(Setting.values()).forEach(setting -> config.put(setting.key(), blank));

        assertThat(PolicySettings.from(config)).isEqualTo(PolicySettings.from(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "requiredRole, unknown setting 'requiredRole' is ignored (did you mean 'requiredRoles'?)",
        "require-everyone, unknown setting 'require-everyone' is ignored (did you mean 'requireEveryone'?)",
        "colour, unknown setting 'colour' is ignored",
    })
    void aKeyThatIsNoSettingCountsForNothingAndIsReported(String key, String problem) {
        PolicySettings settings = PolicySettings.from(Map.of(key, "soon"));

        assertThat(settings.problems()).containsExactly(problem);
        assertThat(settings.requiresAnybody()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"##, 0", "staff##, 1", "##staff, 1", "' staff ##  ## boss', 2"})
    void anEmptyItemOfAListIsIgnoredAndReported(String stored, int roles) {
        PolicySettings settings = PolicySettings.from(Map.of("requiredRoles", stored));

        assertThat(settings.requiredRoles()).hasSize(roles);
        assertThat(settings.problems())
                .containsExactly("requiredRoles: '" + stored.strip() + "' has an empty item, which is ignored");
    }

    @Test
    void whatASaveHasNotedIsNoUnknownSetting() {
        PolicySettings settings = PolicySettings.from(Map.of(
                "roleIds",
                "{}",
                "providerFingerprints",
                "{}",
                "requiredSince",
                "1764489600",
                "reportOnlySince",
                "1764489601"));

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.saved().requiredSince()).isEqualTo(Instant.ofEpochSecond(1_764_489_600));
        assertThat(settings.saved().reportOnlySince()).isEqualTo(Instant.ofEpochSecond(1_764_489_601));
    }

    @Test
    void problemsShowAValueOnOneLineAndNotAtFullLength() {
        String value = "yes\nWARN forged" + "x".repeat(500);

        assertThat(PolicySettings.from(Map.of("requireAdmins", value)).problems())
                .singleElement()
                .asString()
                .startsWith("requireAdmins: 'yes?WARN forged")
                .hasSizeLessThan(160);
    }

    private static Arguments setting(
            String key, String stored, Function<PolicySettings, Object> setting, Object expected) {
        return Arguments.of(key, stored, setting, expected);
    }
}
