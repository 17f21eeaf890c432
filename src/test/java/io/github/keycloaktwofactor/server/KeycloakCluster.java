package io.github.keycloaktwofactor.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes on one PostgreSQL database, clustered as in production, with one address for people and one clock. They are
 * always distributions. A test that stops or kills a node calls {@link #start()} again.
 */
public final class KeycloakCluster {
    /** What people type; {@link BrowserSession} is the load balancer that knows where the nodes are. */
    private static final String ADDRESS = "https://keycloak.test";

    /** A node's log whenever it learns who is in the cluster: how many, and who. */
    private static final Pattern VIEW = Pattern.compile("ISPN00009[34]: .*? \\((\\d+)\\) \\[(.*?)]");

    private static final Duration NOTICING = Duration.ofMinutes(2);
    private static @Nullable KeycloakCluster shared;

    private final PostgresDatabase database;
    private final List<KeycloakServer> nodes;
    private final ServerTime clock = new ServerTime(this::running);

    private KeycloakCluster(String name) {
        this.database = PostgresDatabase.create(name);
        this.nodes = Stream.of("first", "second")
                .map(node -> new DistributionLauncher(name + "-" + node, ServerOptions.node(ADDRESS), database))
                .map(launcher -> new KeycloakServer(launcher, clock, ADDRESS))
                .toList();
    }

    /** The cluster of the run, started. */
    public static synchronized KeycloakCluster shared() {
        KeycloakCluster cluster = shared;
        if (cluster == null) {
            cluster = new KeycloakCluster("cluster");
            shared = cluster;
            // Two nodes that meet an empty database at once both make its first table, and one of them fails.
            cluster.first().launch();
        }
        cluster.start();
        return cluster;
    }

    public KeycloakServer first() {
        return nodes.get(0);
    }

    public KeycloakServer second() {
        return nodes.get(1);
    }

    /** The statements that the nodes send from now on. */
    public StatementLog statements() {
        return StatementLog.of(database);
    }

    /** Starts the nodes that do not run, all at once, and returns when both are in one cluster. */
    public void start() {
        List<KeycloakServer> down =
                nodes.stream().filter(node -> !node.running()).toList();
        if (down.isEmpty()) {
            return;
        }
        List<Integer> before =
                down.stream().map(node -> node.logText().length()).toList();
        Together.run(down.size(), i -> {
            down.get(i).launch();
            return i;
        });
        clock.restore();
        Await.until("both nodes in one cluster", NOTICING, () -> {
            boolean informed = Stream.iterate(0, i -> i + 1)
                    .limit(down.size())
                    .allMatch(i ->
                            view(down.get(i).logText().substring(before.get(i))).isPresent());
            Optional<String> members = view(first().logText());
            return informed && members.equals(view(second().logText()))
                    ? members.filter(names -> names.startsWith("2 "))
                    : Optional.empty();
        });
    }

    /** Kills the node and returns when the other has noticed. Until then Keycloak's own caches can time out. */
    public void kill(KeycloakServer node) {
        node.kill();
        KeycloakServer left = node == first() ? second() : first();
        Await.until("a cluster of one", NOTICING, () -> view(left.logText()).filter(names -> names.startsWith("1 ")));
    }

    /** How many members the node last knew of, and their names. */
    private static Optional<String> view(String log) {
        return VIEW.matcher(log).results().reduce((earlier, later) -> later).map(KeycloakCluster::members);
    }

    private static String members(MatchResult view) {
        return view.group(1) + " " + view.group(2);
    }

    private List<String> running() {
        return nodes.stream()
                .filter(KeycloakServer::running)
                .map(KeycloakServer::baseUrl)
                .toList();
    }
}
