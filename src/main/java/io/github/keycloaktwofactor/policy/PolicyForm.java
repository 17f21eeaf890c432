package io.github.keycloaktwofactor.policy;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.provider.ProviderConfigProperty;

/** The settings as the admin console shows them. */
public final class PolicyForm {

    private PolicyForm() {}

    /** The fields in order, each of a type that the console's dialog for required actions supports. */
    public static List<ProviderConfigProperty> properties() {
        return Stream.of(Setting.values()).map(PolicyForm::property).toList();
    }

    private static ProviderConfigProperty property(Setting setting) {
        ProviderConfigProperty property = new ProviderConfigProperty(
                setting.key(), setting.label(), SettingHelp.of(setting), type(setting), null, false);
        property.setDefaultValue(setting.standard().isEmpty() ? null : setting.standard());
        property.setOptions(options(setting));
        return property;
    }

    /** The type of its field, one of the constants of {@link ProviderConfigProperty}. */
    static String type(Setting setting) {
        return switch (setting) {
            case REQUIRE_EVERYONE, REQUIRE_ADMINS, OPEN_PDF -> ProviderConfigProperty.BOOLEAN_TYPE;
            case REQUIRED_ROLES,
                    EXEMPT_ROLES,
                    ADMIN_ROLES,
                    TRUSTED_IDENTITY_PROVIDERS,
                    TRUSTED_DEVICE_EXCLUDED_ROLES,
                    RECOMMENDED_APPS -> ProviderConfigProperty.MULTIVALUED_STRING_TYPE;
            case ACCEPT_OTHER_FACTORS -> ProviderConfigProperty.MULTIVALUED_LIST_TYPE;
            case MODE,
                    EXISTING_SESSIONS,
                    MISSING_RECOVERY_CODES,
                    TRUSTED_DEVICES,
                    METHOD_STEP,
                    PENDING_ON_RELOAD,
                    DISABLE_CONFIRMATION,
                    DISABLE_WHEN_REQUIRED,
                    END_OTHER_SESSIONS,
                    DIRECT_GRANT -> ProviderConfigProperty.LIST_TYPE;
            case ATTEMPTS_BEFORE_WAIT,
                    WAIT_SECONDS,
                    MAX_WAIT_SECONDS,
                    MAX_CONSECUTIVE_FAILURES,
                    RECOVERY_CODE_COUNT,
                    RECOVERY_CODE_GROUPS,
                    LOW_CODES_THRESHOLD,
                    FORCE_REGENERATE_AT_OR_BELOW,
                    TRUSTED_DEVICE_DAYS,
                    TRUSTED_DEVICE_MAX,
                    MAX_AUTH_AGE -> ProviderConfigProperty.INTEGER_TYPE;
            case SUPPORT_TEXT -> ProviderConfigProperty.TEXT_TYPE;
            case SUPPORT_URL, HELP_URL, CONTINUE_URL -> ProviderConfigProperty.STRING_TYPE;
        };
    }

    /** The options of a list; none for other settings. */
    private static List<String> options(Setting setting) {
        return switch (setting) {
            case ACCEPT_OTHER_FACTORS ->
                Stream.concat(SettingsReader.OTHER_FACTORS.stream(), Stream.of(SettingsReader.NO_OTHER_FACTOR))
                        .toList();
            case MODE -> names(PolicySettings.Mode.values());
            case EXISTING_SESSIONS -> names(PolicySettings.ExistingSessions.values());
            case MISSING_RECOVERY_CODES -> names(PolicySettings.MissingCodes.values());
            case TRUSTED_DEVICES -> names(PolicySettings.DeviceTrust.values());
            case METHOD_STEP -> names(PolicySettings.MethodStep.values());
            case PENDING_ON_RELOAD -> names(PolicySettings.PendingOnReload.values());
            case DISABLE_CONFIRMATION -> names(PolicySettings.DisableConfirmation.values());
            case DISABLE_WHEN_REQUIRED -> names(PolicySettings.DisableWhenRequired.values());
            case END_OTHER_SESSIONS -> names(PolicySettings.EndOtherSessions.values());
            case DIRECT_GRANT -> names(PolicySettings.DirectGrant.values());
            default -> List.of();
        };
    }

    private static List<String> names(Enum<?>[] choices) {
        return Stream.of(choices).map(Enum::name).toList();
    }
}
