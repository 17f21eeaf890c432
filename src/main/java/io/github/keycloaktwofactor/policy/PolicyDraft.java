package io.github.keycloaktwofactor.policy;

import java.time.Clock;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.userprofile.ValidationException;

/** A policy that nobody has saved, as it would hold if it were saved now. */
public final class PolicyDraft {

    private PolicyDraft() {}

    /**
     * Reads it after the same validation as for a save, and with what its names and providers mean today. Nothing is stored.
     *
     * @param settings in the form in which they are stored
     * @throws ValidationException as {@link PolicyValidator#validate} has it
     */
    public static PolicySettings of(
            KeycloakSession session, RealmModel realm, Map<String, String> settings, Clock clock) {
        RequiredActionConfigModel config = new RequiredActionConfigModel();
        config.setConfig(settings);
        PolicyValidator.validate(realm, alias -> session.identityProviders().getByAlias(alias) != null, config);
        GuardConfig unsaved = new GuardConfig(realm, settings);
        return unsaved.withMeaningNoted(
                session,
                SavedMeaningUpdate.requiredSince(
                        new GuardConfig(realm).settings(), Requirement.of(unsaved.settings()), clock));
    }
}
