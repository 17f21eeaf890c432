package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A running Keycloak. Tests share one on H2 and one on PostgreSQL, each in a realm of its own; a test that rebuilds a
 * server, or breaks its database, owns one.
 */
public final class KeycloakServer implements AutoCloseable {
    private static @Nullable KeycloakServer shared;
    private static @Nullable KeycloakServer onPostgres;

    private final Launcher launcher;
    private final AdminRest admin;
    private final ServerTime clock;
    private final String address;

    private KeycloakServer(Launcher launcher) {
        this.launcher = launcher;
        launcher.start();
        this.admin = AdminRest.asAdministrator(launcher.baseUrl(), launcher.adminUser(), launcher.adminPassword());
        this.clock = new ServerTime(launcher.baseUrl());
        this.address = launcher.baseUrl();
    }

    /** A node of a cluster, not started yet. */
    KeycloakServer(DistributionLauncher launcher, ServerTime clock, String address) {
        this.launcher = launcher;
        this.admin = AdminRest.asAdministrator(launcher.baseUrl(), launcher.adminUser(), launcher.adminPassword());
        this.clock = clock;
        this.address = address;
    }

    /** The server of the run: distribution, container or url, as {@code -Dkeycloak=} says. */
    public static synchronized KeycloakServer shared() {
        KeycloakServer server = shared;
        if (server == null) {
            server = new KeycloakServer(launcher());
            shared = server;
        }
        return server;
    }

    /** The second server of the run, on PostgreSQL with durable commits. It is always a distribution. */
    public static synchronized KeycloakServer onPostgres() {
        KeycloakServer server = onPostgres;
        if (server == null) {
            server = own("postgres", ServerOptions.postgres());
            onPostgres = server;
        }
        return server;
    }

    /**
     * A started server for one test alone. It is always a distribution. Its data are fresh and outlive {@link #stop()}
     * and {@link #kill()}.
     *
     * @param name unique in the run; names its folder, its log and its database
     */
    public static KeycloakServer own(String name, ServerOptions options) {
        return new KeycloakServer(new DistributionLauncher(name, options));
    }

    private static Launcher launcher() {
        String kind = System.getProperty("keycloak", "distribution");
        return switch (kind) {
            case "distribution" -> new DistributionLauncher("shared", ServerOptions.h2());
            case "container" -> new ContainerLauncher(Distribution.version());
            case "url" -> new UrlLauncher();
            default ->
                throw new IllegalArgumentException("-Dkeycloak=" + kind + " is none of distribution, container, url");
        };
    }

    /** A new realm with a random name. */
    public TestRealm realm() {
        return TestRealm.on(this);
    }

    /** A realm that is there already, as tests make theirs. */
    public TestRealm realm(String name) {
        return TestRealm.existing(this, name);
    }

    /** A realm made from the export of one. */
    public TestRealm imported(JsonNode export) {
        RestAnswer answer = admin.post("", export);
        if (!answer.ok()) {
            throw new IllegalStateException("The import was answered " + answer);
        }
        return realm(export.required("realm").asText());
    }

    /** Without a slash at the end. */
    public String baseUrl() {
        return launcher.baseUrl();
    }

    /** What people type: {@link #baseUrl()}, or the one address of a cluster, whichever of its nodes answers. */
    String address() {
        return address;
    }

    /** Where {@code /health} and {@code /metrics} are. */
    public String managementUrl() {
        return launcher.managementUrl();
    }

    /** Admin REST below {@code /admin/realms}. */
    public AdminRest admin() {
        return admin;
    }

    public ServerTime clock() {
        return clock;
    }

    /** The version under test, such as {@code 26.7.5}. */
    public String version() {
        return Distribution.version();
    }

    /** All that the server has logged. */
    public String logText() {
        return launcher.log();
    }

    /** A connection to the server's PostgreSQL database. */
    public Connection jdbc() {
        return Optional.ofNullable(distribution().database())
                .orElseThrow(() -> new IllegalStateException("This server does not run on PostgreSQL"))
                .connect();
    }

    public void start() {
        launcher.start();
        clock.restore();
    }

    /** Starts a node whose clock somebody else sets. */
    void launch() {
        launcher.start();
    }

    boolean running() {
        return distribution().running();
    }

    /**
     * Starts the server again, on another H2 database.
     *
     * @param database a ZIP with Keycloak's {@code keycloakdb.mv.db} in it
     */
    public void restartOn(InputStream database) {
        stop();
        try (ZipInputStream zip = new ZipInputStream(database)) {
            String name = zip.getNextEntry().getName();
            Files.copy(
                    zip,
                    home().resolve("data").resolve("h2").resolve(Path.of(name).getFileName()),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Ends the server in good order. */
    public void stop() {
        launcher.stop();
    }

    /** Ends the server's process with SIGKILL. H2 then lacks the commits of the last half second; PostgreSQL has them. */
    public void kill() {
        distribution().kill();
    }

    /** The processor time that the server has taken since its start, in all its threads. */
    public Duration processorTime() {
        return distribution().processorTime();
    }

    /** The folder of the distribution, with its data. */
    public Path home() {
        return distribution().home();
    }

    /** {@code kc.sh export} of a stopped server: one realm with its users, as one file. */
    public String export(String realm) {
        return distribution().export(realm);
    }

    /** Makes a stopped server one that was built with the providers that it has now. */
    public void rebuild() {
        distribution().rebuild();
    }

    /** Takes our JAR out of a stopped server. It starts only after {@link #rebuild()}. */
    public void removeProvider() {
        distribution().removeProvider();
    }

    /** Puts our JAR into a stopped server. It starts only after {@link #rebuild()}. */
    public void addProvider() {
        distribution().addProvider();
    }

    private DistributionLauncher distribution() {
        if (launcher instanceof DistributionLauncher distribution) {
            return distribution;
        }
        throw new IllegalStateException("Only a server that the test owns can do this");
    }

    @Override
    public void close() {
        launcher.stop();
    }
}
