package io.github.keycloaktwofactor.clock;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Hands out the clock's resource. */
public final class TestClockProvider implements RealmResourceProvider {
    private final KeycloakSession session;

    TestClockProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Object getResource() {
        return new TestClockResource(session);
    }

    @Override
    public void close() {}
}
