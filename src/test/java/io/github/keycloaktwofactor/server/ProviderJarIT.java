package io.github.keycloaktwofactor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an identity admin drops into {@code providers}. */
@Tag("fast")
final class ProviderJarIT {

    /** See {@code docs/decisions/0011-size-of-the-jar.md}. */
    private static final long MOST = 1_400_000;

    private final Path jar = ProviderJars.product();

    @Test
    void itHoldsNobodyElsesCode() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<String> foreign = file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .filter(name -> !name.startsWith("io/github/keycloaktwofactor/"))
                    .filter(name -> !name.startsWith("theme-resources/"))
                    .filter(name -> !name.startsWith("META-INF/"))
                    .toList();

            assertThat(foreign).isEmpty();
        }
    }

    @Test
    void itStaysSmall() throws IOException {
        assertThat(Files.size(jar)).isLessThan(MOST);
    }

    @Test
    void itCarriesNoNamesOfLocalVariables() throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream factory = file.getInputStream(
                        file.getJarEntry("io/github/keycloaktwofactor/guard/GuardActionFactory.class"))) {
            assertThat(new String(factory.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("LineNumberTable")
                    .doesNotContain("LocalVariableTable");
        }
    }
}
