package io.github.keycloaktwofactor.clock;

import org.keycloak.services.resource.RealmResourceProvider;

/** Hands out the clock's resource. */
public final class TestClockProvider implements RealmResourceProvider {
    @Override
    public Object getResource() {
        return new TestClockResource();
    }

    @Override
    public void close() {}
}
