package io.github.keycloaktwofactor.policy;

import java.time.Clock;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.userprofile.ValidationException;

/** A policy that is not saved, as it would apply if it were saved now. */
public final class PolicyDraft {

    private PolicyDraft() {}

    /**
     * Parses it after the same validation as for a save, with what its names and providers mean now. Nothing is stored.
     *
     * @param settings in their stored form
     * @throws ValidationException as in {@link PolicyValidator#validate}
     */
    public static PolicySettings of(
            KeycloakSession session, RealmModel realm, Map<String, String> settings, Clock clock) {
        RequiredActionConfigModel config = new RequiredActionConfigModel();
        config.setConfig(settings);
        PolicyValidator.validate(realm, alias -> session.identityProviders().getByAlias(alias) != null, config);
        GuardConfig unsaved = new GuardConfig(realm, settings);
        return unsaved.withMeaningNoted(
                session, SavedTimes.of(new GuardConfig(realm).settings(), unsaved.settings(), clock));
    }
}
