package io.github.keycloaktwofactor.keycloak;

import java.util.function.Consumer;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Runs work after the commit of the request, and drops it on rollback: a request that has written must not wait for a
 * second connection.
 */
public final class AfterCommit extends AbstractKeycloakTransaction {

    private final KeycloakSessionFactory sessions;
    private final Consumer<KeycloakSessionFactory> work;

    private AfterCommit(KeycloakSessionFactory sessions, Consumer<KeycloakSessionFactory> work) {
        this.sessions = sessions;
        this.work = work;
    }

    /**
     * Schedules the work for after the commit.
     *
     * @param work receives the session factory; the request's own session is closed by then
     */
    public static void run(KeycloakSession session, Consumer<KeycloakSessionFactory> work) {
        session.getTransactionManager()
                .enlistAfterCompletion(new AfterCommit(session.getKeycloakSessionFactory(), work));
    }

    @Override
    protected void commitImpl() {
        work.accept(sessions);
    }

    @Override
    protected void rollbackImpl() {}
}
