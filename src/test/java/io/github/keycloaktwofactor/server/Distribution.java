package io.github.keycloaktwofactor.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Folders with Keycloak in them. The zip is unpacked once a version; {@code kc.sh build} runs once for each set of
 * providers and build arguments; a server starts from a copy of what was built.
 */
final class Distribution {
    /** Keycloak refuses a provider whose time stamp is not the one of the build, so all have this one. */
    static final FileTime TIME_STAMP = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private static final Path BIG_AND_NEVER_WRITTEN = Path.of("lib", "lib");

    private Distribution() {}

    static Path target() {
        return Path.of(System.getProperty("target.dir", "target")).toAbsolutePath();
    }

    static Path servers() {
        return target().resolve("servers");
    }

    static String version() {
        return System.getProperty("keycloak.version", "26.7.5");
    }

    /** A fresh copy, under {@code name}, of a distribution that was built for these options. */
    static synchronized Path fresh(String name, ServerOptions options) {
        Path home = servers().resolve(name + "-" + version());
        Path built = built(options);
        delete(home);
        copy(built, home);
        return home;
    }

    /** Puts what {@code kc.sh build} makes of these options into a folder that was built for others. */
    static synchronized void rebuild(Path home, ServerOptions options) {
        Path made = Path.of("lib", "quarkus");
        Path built = built(options);
        delete(home.resolve(made));
        copy(built.resolve(made), home.resolve(made));
    }

    /** Puts the JARs into the providers folder. */
    static void provide(Path home, List<Path> jars) {
        try {
            for (Path jar : jars) {
                Path copy = home.resolve("providers").resolve(jar.getFileName());
                Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.setLastModifiedTime(copy, TIME_STAMP);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built(ServerOptions options) {
        List<Path> jars = ProviderJars.of(options.product());
        String kind = "built-" + version() + "-" + options.database().option()
                + (options.product() ? "" : "-stock")
                + (options.buildArguments().isEmpty() ? "" : "-" + digest(options.buildArguments(), List.of()));
        Path home = servers().resolve(kind);
        Path mark = home.resolve("built-from");
        String wanted = digest(options.buildArguments(), jars);
        try {
            if (Files.isRegularFile(mark) && Files.readString(mark).equals(wanted)) {
                return home;
            }
            delete(home);
            copy(unpacked(), home);
            provide(home, jars);
            KeycloakScript.build(home, options);
            Files.writeString(mark, wanted);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpacked() throws IOException {
        Path home = servers().resolve("unpacked-" + version());
        Path done = home.resolve("unpacked");
        if (Files.isRegularFile(done)) {
            return home;
        }
        delete(home);
        Path zip =
                Path.of(System.getProperty("keycloak.zip", target() + "/keycloak-dist/keycloak-" + version() + ".zip"));
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().filter(e -> !e.isDirectory()).toList()) {
                Path inside = Path.of(entry.getName());
                Path to = home.resolve(inside.subpath(1, inside.getNameCount())).normalize();
                if (!to.startsWith(home)) {
                    throw new IOException(entry.getName() + " leads out of " + home);
                }
                Files.createDirectories(to.getParent());
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(in, to);
                }
                Files.setLastModifiedTime(to, entry.getLastModifiedTime());
            }
        }
        Files.createDirectories(home.resolve("providers"));
        if (!home.resolve("bin/kc.sh").toFile().setExecutable(true)) {
            throw new IOException("kc.sh cannot be made executable");
        }
        Files.createFile(done);
        return home;
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path inside = from.relativize(source);
                Path copy = to.resolve(inside);
                if (Files.isDirectory(source)) {
                    Files.createDirectories(copy);
                } else if (inside.startsWith(BIG_AND_NEVER_WRITTEN)) {
                    link(source, copy);
                } else {
                    Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path source, Path copy) throws IOException {
        try {
            Files.createLink(copy, source);
        } catch (UnsupportedOperationException | IOException noLinksHere) {
            Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(List<String> arguments, List<Path> jars) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String argument : arguments) {
                digest.update((argument + "\n").getBytes(StandardCharsets.UTF_8));
            }
            for (Path jar : jars) {
                digest.update(Files.readAllBytes(jar));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
