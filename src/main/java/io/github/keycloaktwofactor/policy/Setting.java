package io.github.keycloaktwofactor.policy;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * One setting of the policy: its key in the config, its label in the admin console, and its default. The admin console
 * does not store empty values, so an emptied field is the same as one that was never set. The order is that of the
 * form.
 */
enum Setting {
    REQUIRE_EVERYONE("requireEveryone", SettingGroup.WHO, "require two-factor for everyone", "false"),
    REQUIRE_ADMINS("requireAdmins", SettingGroup.WHO, "require two-factor for admins", "false"),
    REQUIRED_ROLES("requiredRoles", SettingGroup.WHO, "roles that require two-factor", ""),
    EXEMPT_ROLES("exemptRoles", SettingGroup.WHO, "roles exempt from two-factor", ""),
    ADMIN_ROLES("adminRoles", SettingGroup.WHO, "admin roles", ""),
    ACCEPT_OTHER_FACTORS(
            "acceptOtherFactors", SettingGroup.WHO, "other factors that count", "webauthn##webauthn-passwordless"),
    TRUSTED_IDENTITY_PROVIDERS("trustedIdentityProviders", SettingGroup.WHO, "trusted identity providers", ""),
    MODE("mode", SettingGroup.ROLL_OUT, "mode", "ENFORCE"),
    EXISTING_SESSIONS("existingSessions", SettingGroup.ROLL_OUT, "existing sessions", "AT_ONCE"),
    ATTEMPTS_BEFORE_WAIT("attemptsBeforeWait", SettingGroup.GUESSING, "wrong codes in a row before a wait", "6"),
    WAIT_SECONDS("waitSeconds", SettingGroup.GUESSING, "first wait in seconds", "30"),
    MAX_WAIT_SECONDS("maxWaitSeconds", SettingGroup.GUESSING, "longest wait in seconds", "3600"),
    MAX_CONSECUTIVE_FAILURES(
            "maxConsecutiveFailures", SettingGroup.GUESSING, "wrong codes in a row until the factor is off", "100"),
    RECOVERY_CODE_COUNT("recoveryCodeCount", SettingGroup.CODES, "recovery codes in a set", "8"),
    RECOVERY_CODE_GROUPS("recoveryCodeGroups", SettingGroup.CODES, "groups of four characters in a recovery code", "2"),
    LOW_CODES_THRESHOLD("lowCodesThreshold", SettingGroup.CODES, "warn at or below", "3"),
    FORCE_REGENERATE_AT_OR_BELOW(
            "forceRegenerateAtOrBelow", SettingGroup.CODES, "force new recovery codes at or below", "0"),
    OPEN_PDF("openPdf", SettingGroup.CODES, "download recovery codes as PDF automatically", "false"),
    MISSING_RECOVERY_CODES("missingRecoveryCodes", SettingGroup.CODES, "users without recovery codes", "OFFER"),
    TRUSTED_DEVICES("trustedDevices", SettingGroup.DEVICES, "trusted devices", "OFF"),
    TRUSTED_DEVICE_DAYS("trustedDeviceDays", SettingGroup.DEVICES, "days a device is trusted", "30"),
    TRUSTED_DEVICE_MAX("trustedDeviceMax", SettingGroup.DEVICES, "trusted devices per user", "5"),
    TRUSTED_DEVICE_EXCLUDED_ROLES(
            "trustedDeviceExcludedRoles", SettingGroup.DEVICES, "roles whose devices are never trusted", ""),
    METHOD_STEP("methodStep", SettingGroup.PAGES, "page to choose the method", "NEVER"),
    PENDING_ON_RELOAD("pendingOnReload", SettingGroup.PAGES, "QR code after a reload of the set-up page", "DISCARD"),
    RECOMMENDED_APPS(
            "recommendedApps",
            SettingGroup.PAGES,
            "recommended apps",
            "Google Authenticator##Microsoft Authenticator##Authy##1Password##Bitwarden"),
    SUPPORT_TEXT("supportText", SettingGroup.PAGES, "support text", ""),
    SUPPORT_URL("supportUrl", SettingGroup.PAGES, "support link", ""),
    HELP_URL("helpUrl", SettingGroup.PAGES, "help link", ""),
    CONTINUE_URL("continueUrl", SettingGroup.PAGES, "link after enabling", ""),
    DISABLE_CONFIRMATION(
            "disableConfirmation", SettingGroup.PAGES, "confirmation required to disable two-factor", "PASSWORD"),
    DISABLE_WHEN_REQUIRED(
            "disableWhenRequired", SettingGroup.PAGES, "disabling two-factor where it is required", "REENROL"),
    END_OTHER_SESSIONS("endOtherSessions", SettingGroup.PAGES, "sign out other sessions after a change", "OFFER"),
    /** Keycloak's own key, which every required action has; the label is ours, because it means more here. */
    MAX_AUTH_AGE("max_auth_age", SettingGroup.PAGES, "maximum age of a sign-in in seconds", "300"),
    DIRECT_GRANT("directGrant", SettingGroup.APPLICATIONS, "password grant", "CODE");

    private final String key;
    private final SettingGroup group;
    private final String name;
    private final String standard;

    Setting(String key, SettingGroup group, String name, String standard) {
        this.key = key;
        this.group = group;
        this.name = name;
        this.standard = standard;
    }

    /** The setting with that key, or empty. */
    static Optional<Setting> of(String key) {
        return Stream.of(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }

    String key() {
        return key;
    }

    SettingGroup group() {
        return group;
    }

    /** Its label in the form. */
    String label() {
        return group.text() + ": " + name;
    }

    /** The default, in its stored form. */
    String standard() {
        return standard;
    }
}
