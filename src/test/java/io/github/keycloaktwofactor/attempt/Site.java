package io.github.keycloaktwofactor.attempt;

import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.HashMap;
import java.util.Map;

/** The two servers of a run: what must hold when much happens at once is tried on both databases. */
public enum Site {
    H2 {
        @Override
        public KeycloakServer server() {
            return KeycloakServer.shared();
        }
    },
    POSTGRES {
        @Override
        public KeycloakServer server() {
            return KeycloakServer.onPostgres();
        }
    };

    public abstract KeycloakServer server();

    /** A new realm where everyone must have two-factor. */
    public TestRealm realm(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("requireEveryone", "true"));
        all.putAll(settings);
        return server().realm().switchOn(all);
    }
}
