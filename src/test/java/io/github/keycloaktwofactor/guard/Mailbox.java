package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.server.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server (RFC 5321) that keeps what it gets. */
final class Mailbox implements AutoCloseable {

    private static final Pattern LINK = Pattern.compile("http://[^\\s\"<>]*action-token[^\\s\"<>]*");

    private final ServerSocket socket;
    private final List<String> mails = new CopyOnWriteArrayList<>();

    Mailbox() {
        try {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "mailbox");
        thread.setDaemon(true);
        thread.start();
    }

    /** The realm's {@code smtpServer}. */
    Map<String, String> settings() {
        return Map.of(
                "host",
                socket.getInetAddress().getHostAddress(),
                "port",
                Integer.toString(socket.getLocalPort()),
                "from",
                "keycloak@example.org");
    }

    /** The link of the first mail that has one, waited for. */
    String link() {
        return Await.until(
                "a mail with a link",
                () -> mails.stream()
                        .map(LINK::matcher)
                        .filter(Matcher::find)
                        .map(found -> found.group().replace("&amp;", "&"))
                        .findFirst());
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        PrintWriter out = new PrintWriter(client.getOutputStream(), true, StandardCharsets.ISO_8859_1);
        out.print("220 mailbox\r\n");
        out.flush();
        Optional<String> line = Optional.ofNullable(in.readLine());
        while (line.isPresent()) {
            String command = line.get().toUpperCase(Locale.ROOT);
            if (command.startsWith("DATA")) {
                out.print("354 go on\r\n");
                out.flush();
                mails.add(decoded(content(in)));
            }
            out.print(command.startsWith("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
            out.flush();
            line = command.startsWith("QUIT") ? Optional.empty() : Optional.ofNullable(in.readLine());
        }
    }

    private static String content(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append("\r\n");
        }
        return mail.toString();
    }

    /** Undoes quoted-printable as far as links need it (RFC 2045 §6.7). */
    private static String decoded(String mail) {
        return mail.contains("quoted-printable") ? mail.replace("=\r\n", "").replace("=3D", "=") : mail;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
