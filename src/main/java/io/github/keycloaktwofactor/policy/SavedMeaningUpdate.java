package io.github.keycloaktwofactor.policy;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Records with the settings what their names mean, and since when they apply, when the transaction of a save is about
 * to be committed. Not earlier, because Keycloak stores the settings only after their validation.
 */
public final class SavedMeaningUpdate extends AbstractKeycloakTransaction {

    private static final String ATTRIBUTE = SavedMeaningUpdate.class.getName();

    private final KeycloakSession session;
    private final Map<String, PolicySettings> before = new LinkedHashMap<>();
    private final Clock clock;

    private SavedMeaningUpdate(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Call once the settings of the realm were validated and are about to be stored. */
    public static void atCommit(KeycloakSession session, RealmModel realm, Clock clock) {
        SavedMeaningUpdate noted = session.getAttribute(ATTRIBUTE, SavedMeaningUpdate.class);
        if (noted == null) {
            noted = new SavedMeaningUpdate(session, clock);
            session.setAttribute(ATTRIBUTE, noted);
            session.getTransactionManager().enlistPrepare(noted);
        }
        noted.before.putIfAbsent(realm.getId(), new GuardConfig(realm).settings());
    }

    @Override
    protected void commitImpl() {
        before.forEach((id, settings) -> {
            RealmModel realm = session.realms().getRealm(id);
            if (realm != null) {
                GuardConfig config = new GuardConfig(realm);
                config.noteMeaning(session, SavedTimes.of(settings, config.settings(), clock));
            }
        });
    }

    @Override
    protected void rollbackImpl() {
        before.clear();
    }
}
