package io.github.keycloaktwofactor.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs {@code kc.sh} of one distribution. */
final class KeycloakScript {
    private static final String QUICK_BUILD = "-XX:TieredStopAtLevel=1";

    private KeycloakScript() {}

    /** Runs {@code kc.sh build}; its output goes to {@code build.log} beside the distribution. */
    static void build(Path home, ServerOptions options) {
        List<String> arguments = new ArrayList<>(List.of(
                "build", "--db=" + options.database().option(), "--health-enabled=true", "--metrics-enabled=true"));
        arguments.addAll(options.buildArguments());
        File log = home.resolveSibling(home.getFileName() + "-build.log").toFile();
        finish(home, arguments, Map.of("JAVA_OPTS_APPEND", QUICK_BUILD), ProcessBuilder.Redirect.to(log));
    }

    /** Runs a command to its good end. */
    static void finish(
            Path home, List<String> arguments, Map<String, String> environment, ProcessBuilder.Redirect output) {
        try {
            int status = run(home, arguments, environment, output).waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        "kc.sh " + arguments.get(0) + " ended with " + status + ", see " + output.file());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Process run(
            Path home, List<String> arguments, Map<String, String> environment, ProcessBuilder.Redirect output) {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/kc.sh").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
