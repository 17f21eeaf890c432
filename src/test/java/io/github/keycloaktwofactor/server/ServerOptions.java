package io.github.keycloaktwofactor.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a server is built and started.
 *
 * @param database where it keeps its data
 * @param product whether our JAR is among its providers; the test clock always is
 * @param environment variables of the server's process, such as {@code KC_LOG_LEVEL}
 * @param buildArguments further arguments of {@code kc.sh build}
 * @param startArguments further arguments of {@code kc.sh start --optimized}
 */
public record ServerOptions(
        Database database,
        boolean product,
        Map<String, String> environment,
        List<String> buildArguments,
        List<String> startArguments) {
    private static final String ALONE = "--cache=local";

    private static final String FEATURES = "--features=";

    private static final String RELATIVE_PATH = "--http-relative-path=";

    /** Without the optimising compiler, which is not worth its while where few tests run. */
    private static final Map<String, String> SOON = Map.of("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");

    /** What doors need that Keycloak has off by default. */
    static final List<String> DOORS = List.of("docker", "transient-users");

    /** Linking begun by a client: on by default in 26.4, which does not know the option. */
    static final String LINKING = "--spi-login-protocol--openid-connect--allow-client-initiated-account-linking=true";

    public ServerOptions {
        environment = Map.copyOf(environment);
        buildArguments = List.copyOf(buildArguments);
        startArguments = List.copyOf(startArguments);
    }

    public static ServerOptions h2() {
        return new ServerOptions(
                Database.H2, true, Map.of(), List.of(FEATURES + String.join(",", DOORS)), List.of(ALONE, LINKING));
    }

    public static ServerOptions postgres() {
        return new ServerOptions(
                Database.POSTGRES,
                true,
                Map.of(),
                List.of(FEATURES + String.join(",", DOORS)),
                List.of(ALONE, LINKING));
    }

    /**
     * A node of a cluster, on PostgreSQL.
     *
     * @param address what people type, whichever node answers
     */
    static ServerOptions node(String address) {
        return new ServerOptions(
                Database.POSTGRES,
                true,
                SOON,
                // The same as without a cluster, so that one build does for both.
                List.of(FEATURES + String.join(",", DOORS)),
                List.of(
                        "--cache=ispn",
                        "--cache-embedded-network-bind-address=127.0.0.1",
                        // Any free one, another at each start: the others keep dead connections to the old one.
                        "--cache-embedded-network-bind-port=0",
                        "--hostname=" + address));
    }

    /** Stock Keycloak, with nothing but the test clock added. */
    public ServerOptions withoutProvider() {
        return new ServerOptions(database, false, environment, buildArguments, startArguments);
    }

    /** A server that starts sooner, and in the long run is slower: for one class of tests. */
    public ServerOptions startingSoon() {
        Map<String, String> more = new HashMap<>(environment);
        more.putAll(SOON);
        return new ServerOptions(database, product, more, buildArguments, startArguments);
    }

    public ServerOptions env(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new ServerOptions(database, product, more, buildArguments, startArguments);
    }

    /** Below a path, such as {@code /auth}, as behind a proxy that serves other things too. */
    public ServerOptions below(String path) {
        return buildArg(RELATIVE_PATH + path);
    }

    /** What addresses have between the host and {@code /realms}. */
    String relativePath() {
        return buildArguments.stream()
                .filter(argument -> argument.startsWith(RELATIVE_PATH))
                .map(argument -> argument.substring(RELATIVE_PATH.length()))
                .findFirst()
                .orElse("");
    }

    /**
     * One more argument of {@code kc.sh start --optimized}: a run-time option such as {@code --log-level=…}. {@code {port}} in it
     * is the port that the server has.
     */
    public ServerOptions arg(String argument) {
        return new ServerOptions(database, product, environment, buildArguments, with(startArguments, argument));
    }

    /** One more argument of {@code kc.sh build}: a build option such as {@code --tracing-enabled=…}. */
    public ServerOptions buildArg(String argument) {
        return new ServerOptions(database, product, environment, with(buildArguments, argument), startArguments);
    }

    /** One more feature of Keycloak's. */
    public ServerOptions feature(String feature) {
        List<String> all = buildArguments.stream()
                .map(argument -> argument.startsWith(FEATURES) ? argument + "," + feature : argument)
                .toList();
        return new ServerOptions(database, product, environment, all, startArguments);
    }

    private static List<String> with(List<String> arguments, String argument) {
        List<String> more = new ArrayList<>(arguments);
        more.add(argument);
        return more;
    }
}
