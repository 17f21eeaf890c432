package io.github.keycloaktwofactor.server;

/** The databases that the tests run Keycloak on. */
public enum Database {
    H2("dev-file"),
    POSTGRES("postgres");

    private final String option;

    Database(String option) {
        this.option = option;
    }

    /** The value of Keycloak's {@code --db}. */
    String option() {
        return option;
    }
}
