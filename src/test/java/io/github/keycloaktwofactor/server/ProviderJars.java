package io.github.keycloaktwofactor.server;

import io.github.keycloaktwofactor.clock.TestClockProviderFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** The JARs that go into a server's {@code providers} folder. */
final class ProviderJars {
    private static final String CLOCK = "test-clock.jar";

    private ProviderJars() {}

    /** The test clock, and with it the product's JAR when {@code product} is set. */
    static List<Path> of(boolean product) {
        return product ? List.of(product(), testClock()) : List.of(testClock());
    }

    static Path product() {
        Path jar = Path.of(System.getProperty("provider.jar", "target/keycloak-two-factor.jar"));
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("There is no " + jar + ": run the package phase first");
        }
        return jar;
    }

    /** Packs the test clock with fixed time stamps, so that the same classes give the same bytes. */
    private static synchronized Path testClock() {
        Path jar = Distribution.target().resolve(CLOCK);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            Path folder = Path.of(TestClockProviderFactory.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String inside = TestClockProviderFactory.class.getPackageName().replace('.', '/');
            try (Stream<Path> classes = Files.list(folder.resolve(inside))) {
                for (Path compiled : classes.sorted().toList()) {
                    put(out, inside + "/" + compiled.getFileName(), Files.readAllBytes(compiled));
                }
            }
            // Without it the server does not look for resources in the JAR and answers 405.
            put(out, "META-INF/beans.xml", new byte[0]);
            put(
                    out,
                    "META-INF/services/" + RealmResourceProviderFactory.class.getName(),
                    TestClockProviderFactory.class.getName().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return jar;
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(Distribution.TIME_STAMP.toMillis());
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
