package io.github.keycloaktwofactor.policy;

/**
 * One setting of the policy: its key in the config, its label in the admin console, and the value that holds while
 * none is stored. The admin console stores no empty value, so an emptied field is the same as one never set.
 */
enum Setting {
    REQUIRE_EVERYONE("requireEveryone", "Require MFA for everyone", "false"),
    REQUIRE_ADMINS("requireAdmins", "Require MFA for admins", "false"),
    ADMIN_ROLES("adminRoles", "Admin roles", ""),
    REQUIRED_ROLES("requiredRoles", "Roles that require MFA", ""),
    EXEMPT_ROLES("exemptRoles", "Roles that are exempt from MFA", ""),
    ACCEPT_OTHER_FACTORS("acceptOtherFactors", "Other factors that count", "webauthn##webauthn-passwordless"),
    TRUSTED_IDENTITY_PROVIDERS("trustedIdentityProviders", "Trusted identity providers", ""),
    ATTEMPTS_BEFORE_WAIT("attemptsBeforeWait", "Wrong codes in a row before a wait", "6"),
    WAIT_SECONDS("waitSeconds", "First wait in seconds", "30"),
    MAX_WAIT_SECONDS("maxWaitSeconds", "Longest wait in seconds", "3600"),
    MAX_CONSECUTIVE_FAILURES("maxConsecutiveFailures", "Wrong codes in a row until the factor is off", "100"),
    RECOVERY_CODE_COUNT("recoveryCodeCount", "Recovery codes in a set", "8"),
    RECOVERY_CODE_GROUPS("recoveryCodeGroups", "Groups of four characters in a recovery code", "2"),
    LOW_CODES_THRESHOLD("lowCodesThreshold", "Warn when so many recovery codes are left", "3"),
    FORCE_REGENERATE_AT_OR_BELOW("forceRegenerateAtOrBelow", "Demand new recovery codes when so many are left", "0"),
    OPEN_PDF("openPdf", "Start the PDF of recovery codes by itself", "false"),
    MISSING_RECOVERY_CODES("missingRecoveryCodes", "Users without recovery codes", "OFFER"),
    METHOD_STEP("methodStep", "Page to choose the method", "NEVER"),
    RECOMMENDED_APPS(
            "recommendedApps",
            "Recommended apps",
            "Google Authenticator##Microsoft Authenticator##Authy##1Password##Bitwarden"),
    TRUSTED_DEVICES("trustedDevices", "Trusted devices", "OFF"),
    TRUSTED_DEVICE_DAYS("trustedDeviceDays", "Days until a trusted device is asked again", "30"),
    TRUSTED_DEVICE_MAX("trustedDeviceMax", "Trusted devices of one user", "5"),
    TRUSTED_DEVICE_EXCLUDED_ROLES("trustedDeviceExcludedRoles", "Roles whose devices are never trusted", ""),
    SUPPORT_TEXT("supportText", "Support text", ""),
    SUPPORT_URL("supportUrl", "Support link", ""),
    HELP_URL("helpUrl", "Help link", ""),
    CONTINUE_URL("continueUrl", "Link after enabling", ""),
    DIRECT_GRANT("directGrant", "Password grant", "CODE"),
    DISABLE_CONFIRMATION("disableConfirmation", "Confirmation of turning two-factor off", "PASSWORD"),
    DISABLE_WHEN_REQUIRED("disableWhenRequired", "Turning off a required two-factor", "REENROL"),
    END_OTHER_SESSIONS("endOtherSessions", "Other sessions at a change of two-factor", "OFFER"),
    /** Keycloak's own key and label, known to every required action. */
    MAX_AUTH_AGE("max_auth_age", "Maximum Age of Authentication", "300");

    private final String key;
    private final String label;
    private final String standard;

    Setting(String key, String label, String standard) {
        this.key = key;
        this.label = label;
        this.standard = standard;
    }

    String key() {
        return key;
    }

    String label() {
        return label;
    }

    /** The value that holds while none is stored, in the form in which it would be stored. */
    String standard() {
        return standard;
    }
}
