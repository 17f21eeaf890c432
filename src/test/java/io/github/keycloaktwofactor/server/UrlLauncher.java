package io.github.keycloaktwofactor.server;

/** A server that somebody else started: {@code -Dkeycloak=url -Dkeycloak.url=… -Dkeycloak.admin=… -Dkeycloak.password=…}. */
final class UrlLauncher implements Launcher {
    private final String url =
            System.getProperty("keycloak.url", "http://localhost:8080").replaceAll("/+$", "");

    @Override
    public void start() {
        Await.reachable(url + "/realms/master", () -> true, () -> "-Dkeycloak.url names a server that does not answer");
    }

    @Override
    public void stop() {}

    @Override
    public String baseUrl() {
        return url;
    }

    @Override
    public String managementUrl() {
        return System.getProperty("keycloak.management", url);
    }

    @Override
    public String adminUser() {
        return System.getProperty("keycloak.admin", "admin");
    }

    @Override
    public String adminPassword() {
        return System.getProperty("keycloak.password", "admin");
    }

    @Override
    public String log() {
        return "";
    }
}
