package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleNames;
import io.github.keycloaktwofactor.role.RoleTarget;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.userprofile.ValidationException.ValidationExceptionBuilder;
import org.keycloak.validate.ValidationError;

/** Validation of the settings when they are saved. */
public final class PolicyValidator {

    /** PostgreSQL cannot store NUL, and fails the whole statement. */
    private static final String NUL = "\0";

    /** Each name is looked up in the database, and the preview accepts a policy from callers who may not save it. */
    private static final int MOST_NAMES = 500;

    /** A client ID and a role name, each of at most 255 characters, and a slash. */
    private static final int LONGEST_NAME = 511;

    private static final List<Setting> NAME_LISTS = Stream.concat(
                    GuardConfig.ROLE_LISTS.stream(), Stream.of(Setting.TRUSTED_IDENTITY_PROVIDERS))
            .toList();

    private PolicyValidator() {}

    /**
     * Checks settings that are about to be saved, and that every setting, role and identity provider that they name
     * exists. An unknown key passes if it was stored before with the same value: the form sends it back without showing
     * a field for it, so nobody could save any more. The save removes it.
     *
     * @param isIdentityProvider whether the realm has an identity provider of that alias
     * @throws ValidationException with one error per problem; its input hint is the key of the setting, its message an
     *     English sentence with the setting and the invalid value
     */
    public static void validate(
            RealmModel realm, Predicate<String> isIdentityProvider, RequiredActionConfigModel model) {
        Map<String, String> config = model.getConfig() == null ? Map.of() : model.getConfig();
        SettingsReader reader = new SettingsReader(config);
        PolicyReader.read(reader);
        ValidationExceptionBuilder errors = new ValidationExceptionBuilder();
        config.forEach((key, value) -> {
            if (key.contains(NUL) || (value != null && value.contains(NUL))) {
                errors.accept(new ValidationError(
                        TwoFactorPolicy.ACTION_ID, key, "%s: has a NUL in it.".formatted(SettingProblem.quote(key))));
            }
        });
        if (errors.hasError()) {
            // No need to search the database for a role of such a name.
            throw errors.build();
        }
        NAME_LISTS.stream()
                .filter(setting -> reader.names(setting).size() > MOST_NAMES
                        || reader.names(setting).stream().anyMatch(name -> name.length() > LONGEST_NAME))
                .map(setting -> error(new SettingProblem(
                        setting, "at most %d names of %d characters".formatted(MOST_NAMES, LONGEST_NAME))))
                .forEach(errors);
        if (errors.hasError()) {
            throw errors.build();
        }
        GuardConfig stored = new GuardConfig(realm);
        Map<String, String> ids = stored.validIds();
        reader.unknown().stream()
                .filter(unknown -> !stored.has(unknown.key(), config.get(unknown.key())))
                .map(unknown -> new ValidationError(TwoFactorPolicy.ACTION_ID, unknown.key(), unknown.refusal()))
                .forEach(errors);
        Stream.of(
                        reader.problems().stream(),
                        reader.emptyElements().stream()
                                .map(problem -> new SettingProblem(
                                        problem.setting(), problem.text() + ". Remove it, or fill it in")),
                        GuardConfig.ROLE_LISTS.stream()
                                .flatMap(setting -> unknownRoles(realm, setting, reader.names(setting), ids)),
                        reader.names(Setting.TRUSTED_IDENTITY_PROVIDERS).stream()
                                .filter(isIdentityProvider.negate())
                                .map(PolicyValidator::noIdentityProvider))
                .flatMap(problems -> problems)
                .map(PolicyValidator::error)
                .forEach(errors);
        if (errors.hasError()) {
            throw errors.build();
        }
    }

    private static Stream<SettingProblem> unknownRoles(
            RealmModel realm, Setting setting, List<String> names, Map<String, String> ids) {
        return RoleNames.resolve(realm, names, ids).faults().entrySet().stream()
                .map(fault -> new SettingProblem(
                        setting,
                        fault.getValue() == RoleNames.Fault.AMBIGUOUS
                                ? severalRoles(realm, fault.getKey())
                                : noRole(fault.getKey())));
    }

    private static String severalRoles(RealmModel realm, String name) {
        String clients = RoleTarget.ofClients(realm, name).keySet().stream()
                .map(SettingProblem::quote)
                .collect(Collectors.joining(" and "));
        return "%s can mean more than one role, of the clients %s. Rename one of them, or put another role there"
                .formatted(SettingProblem.quote(name), clients);
    }

    private static SettingProblem noIdentityProvider(String alias) {
        String text = "there is no identity provider with the alias %s in this realm";
        return new SettingProblem(Setting.TRUSTED_IDENTITY_PROVIDERS, text.formatted(SettingProblem.quote(alias)));
    }

    private static String noRole(String name) {
        if (name.endsWith(RoleTarget.DELETED)) {
            String deleted = name.substring(0, name.length() - RoleTarget.DELETED.length());
            return "the role %s was deleted. Remove %s from the list, or put a role there that exists"
                    .formatted(SettingProblem.quote(deleted), SettingProblem.quote(name));
        }
        return "there is no role %s in this realm. Type the name of a realm role, or client-id/role, or client-id/*"
                .formatted(SettingProblem.quote(name));
    }

    /** The text itself is used in place of a message key, so that it is the same in the console and by REST. */
    private static ValidationError error(SettingProblem problem) {
        Setting setting = problem.setting();
        String message = "%s (%s): %s.".formatted(setting.label(), setting.key(), problem.text());
        return new ValidationError(TwoFactorPolicy.ACTION_ID, setting.key(), message);
    }
}
