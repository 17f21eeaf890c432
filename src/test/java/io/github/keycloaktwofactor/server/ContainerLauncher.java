package io.github.keycloaktwofactor.server;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Keycloak's own image in Docker, with the providers mounted. */
final class ContainerLauncher implements Launcher {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final KeycloakContainer container;

    ContainerLauncher(String version) {
        List<File> providers = ProviderJars.of(true).stream().map(Path::toFile).toList();
        container = new KeycloakContainer("quay.io/keycloak/keycloak:" + version)
                .withProviderLibsFrom(providers)
                .withEnabledMetrics()
                .withFeaturesEnabled(ServerOptions.DOORS.toArray(String[]::new))
                .withCustomCommand(ServerOptions.LINKING)
                .withStartupTimeout(PATIENCE);
    }

    @Override
    public void start() {
        container.start();
        Await.reachable(baseUrl() + "/realms/master", container::isRunning, container::getLogs);
    }

    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public String baseUrl() {
        return "http://localhost:" + container.getHttpPort();
    }

    @Override
    public String managementUrl() {
        return "http://localhost:" + container.getHttpMgmtPort();
    }

    @Override
    public String adminUser() {
        return container.getAdminUsername();
    }

    @Override
    public String adminPassword() {
        return container.getAdminPassword();
    }

    @Override
    public String log() {
        return container.getLogs();
    }
}
