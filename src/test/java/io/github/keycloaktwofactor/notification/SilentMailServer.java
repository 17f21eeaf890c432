package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.server.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that takes every connection and never says a word. */
final class SilentMailServer implements AutoCloseable {

    private final ServerSocket socket;
    private final List<Socket> callers = new CopyOnWriteArrayList<>();

    SilentMailServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "silent mail server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The first connection, waited for. */
    Socket caller() {
        return Await.until(
                "a connection to the mail server", () -> callers.stream().findFirst());
    }

    /** Whether the caller still hopes for an answer. */
    static boolean stillWaits(Socket caller) {
        try {
            caller.setSoTimeout(1);
            return caller.getInputStream().read() >= 0;
        } catch (SocketTimeoutException nothingSaid) {
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                callers.add(socket.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket caller : callers) {
                caller.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
