package io.github.keycloaktwofactor.server;

/** One way to get a running Keycloak. */
interface Launcher {
    /** Starts it and returns once it answers. */
    void start();

    /** Ends it in good order; its data stay. */
    void stop();

    /** The address that browsers use, without a slash at the end. Valid once started. */
    String baseUrl();

    /** The address of health and metrics, or of {@link #baseUrl()} where there is none. */
    String managementUrl();

    String adminUser();

    String adminPassword();

    /** What the server has logged since it was first started; empty where that cannot be read. */
    String log();
}
