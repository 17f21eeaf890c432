package io.github.keycloaktwofactor.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keycloak's distribution as a process of this machine. Needs Java alone. */
final class DistributionLauncher implements Launcher {
    private static final Duration GOOD_ORDER = Duration.ofSeconds(20);
    private static final String ADMIN = "admin";

    private final ServerOptions options;
    private final Path home;
    private final Path log;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final @Nullable PostgresDatabase database;
    private volatile @Nullable Process process;

    DistributionLauncher(String name, ServerOptions options) {
        this(name, options, options.database() == Database.POSTGRES ? PostgresDatabase.create(name) : null);
    }

    /** A server on a database that others may use, too. */
    DistributionLauncher(String name, ServerOptions options, @Nullable PostgresDatabase database) {
        this.options = options;
        this.home = Distribution.fresh(name, options);
        this.log = home.resolveSibling(home.getFileName() + ".log");
        this.database = database;
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(true)));
    }

    @Override
    public synchronized void start() {
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--http-enabled=true",
                "--hostname-strict=false",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + managementPort));
        options.startArguments().forEach(argument -> arguments.add(argument.replace("{port}", Integer.toString(port))));
        Process started =
                KeycloakScript.run(home, arguments, environment(), ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = started;
        Await.reachable(baseUrl() + "/realms/master", started::isAlive, this::log);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", adminUser());
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword());
        if (database != null) {
            environment.put("KC_DB_URL", database.url());
            environment.put("KC_DB_USERNAME", PostgresDatabase.USER);
            environment.put("KC_DB_PASSWORD", PostgresDatabase.USER);
        }
        environment.putAll(options.environment());
        return environment;
    }

    @Override
    public synchronized void stop() {
        end(false);
    }

    /** Ends the server's process without a chance to tidy up (SIGKILL). */
    synchronized void kill() {
        end(true);
    }

    private void end(boolean atOnce) {
        Process ending = process;
        if (ending == null) {
            return;
        }
        List<ProcessHandle> family = new ArrayList<>(ending.descendants().toList());
        family.add(ending.toHandle());
        family.forEach(atOnce ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
        try {
            if (!ending.waitFor(GOOD_ORDER.toSeconds(), TimeUnit.SECONDS)) {
                family.forEach(ProcessHandle::destroyForcibly);
                ending.waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    /** As {@code kc.sh build} does with the providers that are there now; it ran for them once in a folder of its own. */
    void rebuild() {
        boolean product = Files.exists(
                home.resolve("providers").resolve(ProviderJars.product().getFileName()));
        Distribution.rebuild(home, product ? options : options.withoutProvider());
    }

    String export(String realm) {
        Path file = home.resolveSibling(home.getFileName() + "-export.json");
        KeycloakScript.finish(
                home,
                List.of("export", "--optimized", "--realm", realm, "--users", "same_file", "--file", file.toString()),
                environment(),
                ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void removeProvider() {
        try {
            Files.delete(
                    home.resolve("providers").resolve(ProviderJars.product().getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void addProvider() {
        Distribution.provide(home, List.of(ProviderJars.product()));
    }

    Duration processorTime() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("The server does not run");
        }
        return Stream.concat(Stream.of(started.toHandle()), started.descendants())
                .flatMap(handle -> handle.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    Path home() {
        return home;
    }

    @Nullable
    PostgresDatabase database() {
        return database;
    }

    @Override
    public String baseUrl() {
        return "http://localhost:" + port + options.relativePath();
    }

    @Override
    public String managementUrl() {
        return "http://localhost:" + managementPort;
    }

    @Override
    public String adminUser() {
        return ADMIN;
    }

    @Override
    public String adminPassword() {
        return ADMIN;
    }

    @Override
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean running() {
        Process started = process;
        return started != null && started.isAlive();
    }
}
