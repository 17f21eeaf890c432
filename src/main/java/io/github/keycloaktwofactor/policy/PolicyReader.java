package io.github.keycloaktwofactor.policy;

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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Builds a policy from the stored values, each with its bounds and its strictest value. */
final class PolicyReader {

    private PolicyReader() {}

    static PolicySettings read(SettingsReader reader) {
        boolean everyone = reader.flag(Setting.REQUIRE_EVERYONE);
        boolean admins = reader.flag(Setting.REQUIRE_ADMINS);
        Set<String> otherFactors = reader.otherFactors(Setting.ACCEPT_OTHER_FACTORS);
        WaitSettings waits = waits(reader);
        CodeSettings codes = codes(reader);
        PageSettings pages = pages(reader);
        DeviceSettings devices = devices(reader);
        String supportUrl = reader.link(Setting.SUPPORT_URL);
        DirectGrant directGrant = reader.choice(Setting.DIRECT_GRANT, DirectGrant.class, DirectGrant.DENY);
        ChangeSettings changes = changes(reader);
        int maxAuthAge = reader.number(Setting.MAX_AUTH_AGE, 0, 999_999_999, 0);
        return new PolicySettings(
                everyone,
                admins,
                reader.names(Setting.ADMIN_ROLES),
                reader.names(Setting.REQUIRED_ROLES),
                reader.names(Setting.EXEMPT_ROLES),
                otherFactors,
                reader.names(Setting.TRUSTED_IDENTITY_PROVIDERS),
                reader.choice(Setting.MODE, Mode.class, Mode.ENFORCE),
                reader.choice(Setting.EXISTING_SESSIONS, ExistingSessions.class, ExistingSessions.AT_ONCE),
                waits,
                codes,
                pages,
                devices,
                reader.text(Setting.SUPPORT_TEXT),
                supportUrl,
                directGrant,
                changes,
                maxAuthAge,
                reader.saved(),
                problems(reader));
    }

    /** Call last: it reports everything read so far. */
    private static List<String> problems(SettingsReader reader) {
        return Stream.of(
                        reader.unknown().stream().map(UnknownSetting::ignored),
                        reader.problems().stream()
                                .map(problem -> text(problem) + "; the strictest value holds instead"),
                        reader.emptyElements().stream().map(problem -> text(problem) + ", which is ignored"))
                .flatMap(problems -> problems)
                .toList();
    }

    private static String text(SettingProblem problem) {
        return problem.setting().key() + ": " + problem.text();
    }

    /** The thresholds are capped by a smaller set, so that a policy of one code needs no further settings. */
    private static CodeSettings codes(SettingsReader reader) {
        int count = reader.number(Setting.RECOVERY_CODE_COUNT, 1, 20, 1);
        int groups = reader.number(Setting.RECOVERY_CODE_GROUPS, 2, 6, 6);
        int low = reader.number(Setting.LOW_CODES_THRESHOLD, 0, 19, 19);
        int force = reader.number(Setting.FORCE_REGENERATE_AT_OR_BELOW, 0, 19, 19);
        return new CodeSettings(
                count,
                groups,
                Math.min(low, count - 1),
                Math.min(force, count - 1),
                reader.flag(Setting.OPEN_PDF, false),
                reader.choice(Setting.MISSING_RECOVERY_CODES, MissingCodes.class, MissingCodes.DEMAND));
    }

    private static PageSettings pages(SettingsReader reader) {
        return new PageSettings(
                reader.choice(Setting.METHOD_STEP, MethodStep.class, MethodStep.ALWAYS),
                reader.choice(Setting.PENDING_ON_RELOAD, PendingOnReload.class, PendingOnReload.DISCARD),
                reader.names(Setting.RECOMMENDED_APPS),
                reader.webLink(Setting.HELP_URL),
                reader.webLink(Setting.CONTINUE_URL));
    }

    private static ChangeSettings changes(SettingsReader reader) {
        return new ChangeSettings(
                reader.choice(
                        Setting.DISABLE_CONFIRMATION, DisableConfirmation.class, DisableConfirmation.PASSWORD_AND_CODE),
                reader.choice(Setting.DISABLE_WHEN_REQUIRED, DisableWhenRequired.class, DisableWhenRequired.FORBID),
                reader.choice(Setting.END_OTHER_SESSIONS, EndOtherSessions.class, EndOtherSessions.ALWAYS));
    }

    private static WaitSettings waits(SettingsReader reader) {
        int attempts = reader.number(Setting.ATTEMPTS_BEFORE_WAIT, 3, 10, 3);
        int first = reader.number(Setting.WAIT_SECONDS, 10, 3600, 3600);
        int longest = reader.number(Setting.MAX_WAIT_SECONDS, 10, 86_400, 86_400);
        int failures = reader.number(Setting.MAX_CONSECUTIVE_FAILURES, 10, 100, 10);
        return new WaitSettings(
                attempts,
                first,
                reader.numberFrom(Setting.MAX_WAIT_SECONDS, longest, Setting.WAIT_SECONDS, first),
                failures);
    }

    private static DeviceSettings devices(SettingsReader reader) {
        return new DeviceSettings(
                reader.choice(Setting.TRUSTED_DEVICES, DeviceTrust.class, DeviceTrust.OFF),
                reader.number(Setting.TRUSTED_DEVICE_DAYS, 1, 90, 1),
                reader.number(Setting.TRUSTED_DEVICE_MAX, 1, 20, 1),
                reader.names(Setting.TRUSTED_DEVICE_EXCLUDED_ROLES));
    }
}
