package io.github.keycloaktwofactor.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that start later, or again. They lie below those that an operating system gives to outgoing
 * connections (32768 and up on Linux, 49152 and up elsewhere): one of these could take a port between now and then.
 */
final class Ports {
    private static final int LOWEST = 20_000;
    private static final int BOUND = 32_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port of the loopback address that nothing listens on, and that this run has not given away. */
    static int free() {
        return ThreadLocalRandom.current()
                .ints(LOWEST, BOUND)
                .limit(BOUND)
                .filter(GIVEN::add)
                .filter(Ports::nothingListens)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No free port"));
    }

    private static boolean nothingListens(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
