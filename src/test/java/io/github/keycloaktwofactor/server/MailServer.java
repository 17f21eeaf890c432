package io.github.keycloaktwofactor.server;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server that keeps what it gets. */
public final class MailServer implements AutoCloseable {

    private static final Pattern LINK = Pattern.compile("http://[^\\s\"<>]*(?:action-token|[?&;]token=)[^\\s\"<>]*");

    private final GreenMail server;

    private MailServer(GreenMail server) {
        this.server = server;
    }

    public static MailServer start() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return new MailServer(server);
    }

    /** The realm's {@code smtpServer}. */
    public Map<String, String> settings() {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(server.getSmtp().getPort()),
                "from",
                "keycloak@example.org");
    }

    /** The link of the latest mail to a user of a test realm, waited for. */
    public String link(String username) {
        return Await.until("a mail with a link to " + username, () -> latest(username + "@example.org"));
    }

    /** What all parts of the latest mail to a user of a test realm say, waited for. */
    public List<String> parts(String username) {
        return Await.until(
                "a mail to " + username,
                () -> Arrays.stream(server.getReceivedMessages())
                        .filter(mail -> isTo(mail, username + "@example.org"))
                        .reduce((earlier, later) -> later)
                        .map(MailServer::contents));
    }

    /** The mails that it has, as they came. */
    public List<String> texts() {
        return Arrays.stream(server.getReceivedMessages())
                .map(mail -> decoded(GreenMailUtil.getWholeMessage(mail)))
                .toList();
    }

    /** How many mails it has. */
    public int count() {
        return server.getReceivedMessages().length;
    }

    /** Forgets all mails. */
    public void empty() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> latest(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(mail -> isTo(mail, address))
                .map(mail -> LINK.matcher(decoded(GreenMailUtil.getBody(mail))))
                .filter(Matcher::find)
                .map(found -> found.group().replace("&amp;", "&").replace("&#61;", "="))
                .reduce((earlier, later) -> later);
    }

    private static List<String> contents(MimeMessage mail) {
        try {
            Multipart parts = (Multipart) mail.getContent();
            List<String> contents = new ArrayList<>();
            for (int i = 0; i < parts.getCount(); i++) {
                contents.add(parts.getBodyPart(i).getContent().toString());
            }
            return contents;
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isTo(MimeMessage mail, String address) {
        try {
            return Arrays.stream(mail.getAllRecipients())
                    .anyMatch(recipient -> recipient.toString().equalsIgnoreCase(address));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Undoes quoted-printable as far as links need it (RFC 2045 §6.7). */
    private static String decoded(String mail) {
        return mail.contains("quoted-printable") ? mail.replaceAll("=\r?\n", "").replace("=3D", "=") : mail;
    }

    @Override
    public void close() {
        server.stop();
    }
}
