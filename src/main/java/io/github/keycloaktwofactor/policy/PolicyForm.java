package io.github.keycloaktwofactor.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** The settings as the admin console shows them. */
public final class PolicyForm {

    private static final String A_ROLE =
            "Type the name of a realm role, or client-id/role, or client-id/* for every role of a client.";

    private PolicyForm() {}

    /** The fields, in their order, each field of a type that the dialog of required actions can show. */
    public static List<ProviderConfigProperty> properties() {
        List<ProviderConfigProperty> properties = new ArrayList<>(List.of(
                property(
                        Setting.REQUIRE_EVERYONE,
                        ProviderConfigProperty.BOOLEAN_TYPE,
                        "Everyone who signs in must have two-factor authentication; who has none sets it up at the next"
                                + " sign-in. Service accounts are never asked."),
                property(
                        Setting.REQUIRE_ADMINS,
                        ProviderConfigProperty.BOOLEAN_TYPE,
                        "Everyone who has one of the admin roles must have two-factor authentication."),
                property(
                        Setting.ADMIN_ROLES,
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        "Who counts as an admin. " + A_ROLE + " Left empty: the realm role admin, if there is one, and"
                                + " every role of realm-management; in the master realm also create-realm and every role"
                                + " of the clients that stand for realms. Composite roles and groups count. So does"
                                + " everybody to whom a fine-grained permission could be granted."),
                property(
                        Setting.REQUIRED_ROLES,
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        "Everyone who has one of these roles must have two-factor authentication. " + A_ROLE
                                + " Composite roles and groups count. If a role of this list is deleted, everyone who is"
                                + " not exempt must have two-factor authentication until the settings are saved again."),
                property(
                        Setting.EXEMPT_ROLES,
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        "Who has one of these roles need not set up two-factor authentication, whatever else requires"
                                + " it. Who has set it up is still asked for a code. " + A_ROLE
                                + " Groups and composite"
                                + " realm roles count, composite roles of clients do not."),
                property(
                        Setting.ACCEPT_OTHER_FACTORS,
                        ProviderConfigProperty.MULTIVALUED_LIST_TYPE,
                        "A sign-in that used one of these satisfies the requirement: a security key (webauthn) or a"
                                + " passkey (webauthn-passwordless). To accept neither, choose none; an empty field"
                                + " stands for both.",
                        Stream.concat(SettingsReader.OTHER_FACTORS.stream(), Stream.of(SettingsReader.NO_OTHER_FACTOR))
                                .toList()),
                property(
                        Setting.TRUSTED_IDENTITY_PROVIDERS,
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        "Aliases of identity providers that ask for a second factor themselves. Whoever signs in through"
                                + " one need not set up two-factor authentication here. Who has set it up is asked for a"
                                + " code the first time, and no more once that was right. A provider whose configuration"
                                + " changes is not trusted until the settings are saved again."),
                property(
                        Setting.ATTEMPTS_BEFORE_WAIT,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "So many wrong codes in a row are answered with a wait, during which no code is looked at. 3 to"
                                + " 10."),
                property(
                        Setting.WAIT_SECONDS,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "How long the first wait is. Each further wrong code doubles it. 10 to 3600 seconds."),
                property(
                        Setting.MAX_WAIT_SECONDS,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "No wait is longer than this. From the first wait to 86400 seconds, a day."),
                property(
                        Setting.MAX_CONSECUTIVE_FAILURES,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "After so many wrong codes in a row the authenticator, or the recovery codes, can no longer be"
                                + " used until the other one or an administrator helps. The account itself is never"
                                + " disabled. 10 to 100."),
                property(
                        Setting.RECOVERY_CODE_COUNT,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "How many recovery codes a user gets. 1 to 20. Holds for sets made from now on."),
                property(
                        Setting.RECOVERY_CODE_GROUPS,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "How long a recovery code is: 2 is XXXX-XXXX. 2 to 6. Holds for sets made from now on."),
                property(
                        Setting.LOW_CODES_THRESHOLD,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "From so many recovery codes left on, users are told to make new ones. 0 to 19, and in effect"
                                + " less than a set has."),
                property(
                        Setting.FORCE_REGENERATE_AT_OR_BELOW,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "A sign-in with a recovery code that leaves so many or fewer cannot go on before a new set is"
                                + " saved. 0 to 19, and in effect less than a set has."),
                property(
                        Setting.OPEN_PDF,
                        ProviderConfigProperty.BOOLEAN_TYPE,
                        "New recovery codes come as a PDF by themselves, as soon as the page shows them. Otherwise, and"
                                + " without JavaScript, users press PDF."),
                property(
                        Setting.MISSING_RECOVERY_CODES,
                        ProviderConfigProperty.LIST_TYPE,
                        "What users see who have an authenticator and no recovery codes, after their next sign-in with a"
                                + " code. OFFER: they can make a set, or leave it until later. DEMAND: the sign-in ends"
                                + " only once a set is saved. NEVER: nothing.",
                        names(PolicySettings.MissingCodes.values())),
                property(
                        Setting.METHOD_STEP,
                        ProviderConfigProperty.LIST_TYPE,
                        "ALWAYS: before the QR code comes a page on which users choose the method, which is an"
                                + " authenticator app. NEVER: it does not.",
                        names(PolicySettings.MethodStep.values())),
                property(
                        Setting.RECOMMENDED_APPS,
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        "Authenticator apps that the set-up page names, in this order. Google Authenticator, Microsoft"
                                + " Authenticator and Authy are left out while the realm's OTP policy asks for more than"
                                + " they can do: SHA1, 6 digits, 30 seconds. Left empty: five common ones."),
                property(
                        Setting.TRUSTED_DEVICES,
                        ProviderConfigProperty.LIST_TYPE,
                        "Whether people may have a browser remembered, which then asks for the password alone."
                                + " UNTIL_SIGN_OUT: until they sign out there, or have not signed in there for the days"
                                + " below. DAYS: for so many days after a code, and no longer than until they sign out"
                                + " there. Such sign-ins are not reported as two-factor. OFF also forgets every device.",
                        names(PolicySettings.DeviceTrust.values())),
                property(
                        Setting.TRUSTED_DEVICE_DAYS,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "1 to 90 days. A smaller number holds at once for devices that are remembered already."),
                property(
                        Setting.TRUSTED_DEVICE_MAX,
                        ProviderConfigProperty.INTEGER_TYPE,
                        "How many devices of one user are remembered; one more makes room by forgetting the oldest. 1"
                                + " to 20."),
                property(
                        Setting.TRUSTED_DEVICE_EXCLUDED_ROLES,
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        "Whoever has one of these roles is asked for a code every time. " + A_ROLE + " Left empty: the"
                                + " admin roles. If a role of this list is deleted, no device is trusted until the"
                                + " settings are saved again."),
                property(
                        Setting.SUPPORT_TEXT,
                        ProviderConfigProperty.TEXT_TYPE,
                        "Shown to users who have lost both their authenticator and their recovery codes. Left empty:"
                                + " nothing is shown."),
                property(
                        Setting.SUPPORT_URL,
                        ProviderConfigProperty.STRING_TYPE,
                        "Where those users find help: an address that starts with https://, http:// or mailto:. Left"
                                + " empty: no link."),
                property(
                        Setting.HELP_URL,
                        ProviderConfigProperty.STRING_TYPE,
                        "Help that every page leads to: an address that starts with https:// or http://. Left empty: no"
                                + " link."),
                property(
                        Setting.CONTINUE_URL,
                        ProviderConfigProperty.STRING_TYPE,
                        "What to read once two-factor authentication is on, such as a guide to account security: an"
                                + " address that starts with https:// or http://. Left empty: no link."),
                property(
                        Setting.DIRECT_GRANT,
                        ProviderConfigProperty.LIST_TYPE,
                        "The password grant for users with two-factor authentication. CODE: the parameter totp must"
                                + " carry a code of the authenticator or a recovery code. DENY: refused.",
                        names(PolicySettings.DirectGrant.values())),
                property(
                        Setting.DISABLE_CONFIRMATION,
                        ProviderConfigProperty.LIST_TYPE,
                        "What users give to turn two-factor off, beside a fresh sign-in with the second factor. CODE is"
                                + " a code of the authenticator or a recovery code, EITHER the password or a code,"
                                + " CLICK nothing more. Who has no password is asked for a code instead.",
                        names(PolicySettings.DisableConfirmation.values())),
                property(
                        Setting.DISABLE_WHEN_REQUIRED,
                        ProviderConfigProperty.LIST_TYPE,
                        "Users who must have two-factor may turn it off and are sent straight back to set it up"
                                + " (REENROL), or cannot turn it off (FORBID).",
                        names(PolicySettings.DisableWhenRequired.values())),
                property(
                        Setting.END_OTHER_SESSIONS,
                        ProviderConfigProperty.LIST_TYPE,
                        "Whether enabling, replacing and disabling two-factor signs the user out everywhere else. OFFER:"
                                + " the user decides, by a box that is ticked at first.",
                        names(PolicySettings.EndOtherSessions.values()))));
        properties.addAll(RequiredActionFactory.MAX_AUTH_AGE_CONFIG_PROPERTIES);
        return List.copyOf(properties);
    }

    private static List<String> names(Enum<?>[] choices) {
        return Stream.of(choices).map(Enum::name).toList();
    }

    private static ProviderConfigProperty property(Setting setting, String type, String help) {
        return property(setting, type, help, List.of());
    }

    private static ProviderConfigProperty property(Setting setting, String type, String help, List<String> options) {
        ProviderConfigProperty property =
                new ProviderConfigProperty(setting.key(), setting.label(), help, type, null, false);
        property.setDefaultValue(setting.standard().isEmpty() ? null : setting.standard());
        property.setOptions(options);
        return property;
    }
}
