package io.github.keycloaktwofactor.keycloak;

import java.util.function.Consumer;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Work that waits for the commit of its request and is dropped by a rollback: a request that has written must not wait
 * for a second connection, and what is rolled back did not happen.
 */
public final class AfterCommit extends AbstractKeycloakTransaction {

    private final KeycloakSessionFactory sessions;
    private final Consumer<KeycloakSessionFactory> work;

    private AfterCommit(KeycloakSessionFactory sessions, Consumer<KeycloakSessionFactory> work) {
        this.sessions = sessions;
        this.work = work;
    }

    /**
     * Has the work done after the commit.
     *
     * @param work gets what makes sessions; the request's own is of no use any more
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
