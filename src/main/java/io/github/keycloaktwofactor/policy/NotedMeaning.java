package io.github.keycloaktwofactor.policy;

import java.util.LinkedHashSet;
import java.util.Set;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Notes beside the settings what their names mean, when the transaction of a save is about to be committed. Not sooner,
 * because Keycloak stores the settings after it has had them validated.
 */
public final class NotedMeaning extends AbstractKeycloakTransaction {

    private static final String ATTRIBUTE = NotedMeaning.class.getName();

    private final KeycloakSession session;
    private final Set<String> realms = new LinkedHashSet<>();

    private NotedMeaning(KeycloakSession session) {
        this.session = session;
    }

    /** To be called once settings of the realm were found valid and are about to be stored. */
    public static void atCommit(KeycloakSession session, RealmModel realm) {
        NotedMeaning noted = session.getAttribute(ATTRIBUTE, NotedMeaning.class);
        if (noted == null) {
            noted = new NotedMeaning(session);
            session.setAttribute(ATTRIBUTE, noted);
            session.getTransactionManager().enlistPrepare(noted);
        }
        noted.realms.add(realm.getId());
    }

    @Override
    protected void commitImpl() {
        for (String id : realms) {
            RealmModel realm = session.realms().getRealm(id);
            if (realm != null) {
                new GuardConfig(realm).noteMeaning(session);
            }
        }
    }

    @Override
    protected void rollbackImpl() {
        realms.clear();
    }
}
