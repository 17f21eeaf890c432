package io.github.keycloaktwofactor.policy;

/** The help texts of the settings in the admin console. */
final class SettingHelp {

    private static final String A_ROLE =
            "Type the name of a realm role, or client-id/role, or client-id/* for every role of a client.";

    private static final String SAVE =
            " A save takes effect at once: at the next sign-in, and at the next token refresh according to \"Roll-out:"
                    + " existing sessions\". Browsers with an SSO session are asked when they next come to Keycloak.";

    private SettingHelp() {}

    static String of(Setting setting) {
        return switch (setting) {
            case REQUIRE_EVERYONE ->
                "All users must use two-factor. Users who have not set it up do so at their next sign-in. Service"
                        + " accounts are never asked. While no setting of this group requires two-factor, nobody has to"
                        + " set it up, and users who have are asked for a code." + SAVE;
            case REQUIRE_ADMINS -> "Users who have one of the admin roles must use two-factor." + SAVE;
            case REQUIRED_ROLES ->
                "Users who have one of these roles must use two-factor. " + A_ROLE
                        + " Composite roles and groups count. If a role of this list is deleted, everyone who is not"
                        + " exempt must use two-factor until the settings are saved again." + SAVE;
            case EXEMPT_ROLES ->
                "Users who have one of these roles are not required to use two-factor, whatever else requires it. Users"
                        + " who have set it up are still asked for a code. " + A_ROLE
                        + " Groups and composite realm roles count, composite roles of clients do not.";
            case ADMIN_ROLES ->
                "Users who have one of these roles are admins. " + A_ROLE
                        + " Left empty: the realm role admin if it exists, every role of realm-management, and help-desk of"
                        + " two-factor-admin; in the master realm also create-realm and every role of the clients that"
                        + " represent realms."
                        + " Composite roles and groups count. Users to whom a fine-grained permission could be granted"
                        + " are admins too.";
            case ACCEPT_OTHER_FACTORS ->
                "A sign-in with one of these satisfies the requirement: a security key (webauthn) or a passkey"
                        + " (webauthn-passwordless). To accept neither, choose none; an empty field means both.";
            case TRUSTED_IDENTITY_PROVIDERS ->
                "Aliases of identity providers that ask for a second factor themselves. Users who sign in through one"
                        + " are not required to set up two-factor here. Users who have set it up are asked for a code"
                        + " only the first time. A provider whose configuration changes is not trusted until the settings"
                        + " are saved again.";
            case MODE ->
                "ENFORCE: users who must have two-factor set it up at their next sign-in. REPORT_ONLY: they are let in as"
                        + " before, and the event of each sign-in has the detail two_factor_report_only with what the"
                        + " policy would have done. Users who have set up two-factor are asked for a code in either"
                        + " case. Use it before a roll-out: it does not protect users who have not set up two-factor."
                        + SAVE;
            case EXISTING_SESSIONS ->
                "What happens to existing refresh and offline tokens when a save requires two-factor of more users."
                        + " AT_ONCE: they are refused; users get new ones by signing in with two-factor."
                        + " UNTIL_THEY_END: sessions from before that save remain valid until they end, and offline"
                        + " sessions as long as they are used. Sessions that passed Keycloak's own OTP form remain valid"
                        + " in either case. Sign-ins in the browser always ask.";
            case ATTEMPTS_BEFORE_WAIT ->
                "Consecutive wrong codes before the user must wait. No code is checked during the wait. 3 to 10.";
            case WAIT_SECONDS -> "How long the first wait is. Each further wrong code doubles it. 10 to 3600 seconds.";
            case MAX_WAIT_SECONDS -> "No wait is longer than this. From the first wait to 86400 seconds, a day.";
            case MAX_CONSECUTIVE_FAILURES ->
                "Consecutive wrong codes after which the authenticator, or the recovery codes, can no longer be used"
                        + " until the other one or an admin helps. The account itself is never disabled. 10 to 100.";
            case RECOVERY_CODE_COUNT -> "How many recovery codes a user gets. 1 to 20. Applies to new sets.";
            case RECOVERY_CODE_GROUPS -> "How long a recovery code is: 2 is XXXX-XXXX. 2 to 6. Applies to new sets.";
            case LOW_CODES_THRESHOLD ->
                "Users who have this many recovery codes left, or fewer, are told to make new ones. 0 to 19; the"
                        + " effective value is less than the size of a set.";
            case FORCE_REGENERATE_AT_OR_BELOW ->
                "A sign-in with a recovery code that leaves this many, or fewer, cannot finish until a new set is"
                        + " saved. 0 to 19; the effective value is less than the size of a set.";
            case MISSING_RECOVERY_CODES ->
                "What users who have an authenticator and no recovery codes see after their next sign-in with a code."
                        + " OFFER: they can make a set, or postpone it. DEMAND: the sign-in cannot finish until a set"
                        + " is saved. NEVER: nothing.";
            case OPEN_PDF ->
                "New recovery codes are downloaded as a PDF as soon as the page shows them. Otherwise, and without"
                        + " JavaScript, users press PDF.";
            case TRUSTED_DEVICES ->
                "Whether users may have a browser remembered, which then asks only for the password. UNTIL_SIGN_OUT:"
                        + " until they sign out there, or have not signed in there for the number of days below. DAYS:"
                        + " for that number of days after a code, and no longer than until they sign out there. Such"
                        + " sign-ins are not reported as two-factor. OFF also forgets every device.";
            case TRUSTED_DEVICE_DAYS ->
                "1 to 90 days. A smaller number applies at once to devices that are already remembered.";
            case TRUSTED_DEVICE_MAX ->
                "Maximum number of trusted devices per user; one more replaces the oldest. 1 to 20.";
            case TRUSTED_DEVICE_EXCLUDED_ROLES ->
                "Users who have one of these roles are asked for a code every time. " + A_ROLE
                        + " Left empty: the admin roles. If a role of this list is deleted, no device is trusted until"
                        + " the settings are saved again.";
            case METHOD_STEP ->
                "ALWAYS: before the QR code, users choose the method, which is an authenticator app. NEVER: the QR code"
                        + " comes first.";
            case PENDING_ON_RELOAD ->
                "What users see if they reload the set-up page, or return to it, before they enter a code. DISCARD: a"
                        + " new QR code; the earlier one no longer works. KEEP: the same one, until it is ten minutes"
                        + " old, also in another tab and after a new sign-in in the same browser. After \"Set up on"
                        + " this device\" users see the same one in either case.";
            case RECOMMENDED_APPS ->
                "Authenticator apps that the set-up page names, in this order. Google Authenticator, Microsoft"
                        + " Authenticator and Authy are left out unless the realm's OTP policy is SHA1, 6 digits, 30"
                        + " seconds, the only one that they support. Left empty: five common ones.";
            case SUPPORT_TEXT ->
                "Shown to users who have lost both their authenticator and their recovery codes. Left empty: nothing"
                        + " is shown.";
            case SUPPORT_URL ->
                "Where those users find help: a URL that starts with https://, http:// or mailto:. Left empty: no"
                        + " link.";
            case HELP_URL ->
                "Help that every page links to: a URL that starts with https:// or http://. Left empty: no link.";
            case CONTINUE_URL ->
                "What to read once two-factor is on, such as a guide to account security: a URL that starts with"
                        + " https:// or http://. Left empty: no link.";
            case DISABLE_CONFIRMATION ->
                "What users enter to disable two-factor, after a recent sign-in with the second factor. CODE: a code of"
                        + " the authenticator or a recovery code. EITHER: the password or a code. CLICK: nothing."
                        + " Users who have no password are asked for a code instead.";
            case DISABLE_WHEN_REQUIRED ->
                "Users who must use two-factor can disable it and set it up again at once (REENROL), or cannot disable"
                        + " it (FORBID).";
            case END_OTHER_SESSIONS ->
                "Whether enabling, replacing and disabling two-factor signs the user out everywhere else. OFFER: the"
                        + " user decides; the box is ticked by default.";
            case MAX_AUTH_AGE ->
                "How old a sign-in may be when a user sets up, replaces or disables two-factor or makes new recovery"
                        + " codes. If it is older, users re-authenticate first. A page that is left open asks again"
                        + " after this time, and never sooner than after 300 seconds.";
            case DIRECT_GRANT ->
                "The password grant for users who have or need two-factor. CODE: the parameter totp must carry a code of"
                        + " the authenticator or a recovery code. DENY: refused.";
        };
    }
}
