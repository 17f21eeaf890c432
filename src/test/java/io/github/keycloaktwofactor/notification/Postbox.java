package io.github.keycloaktwofactor.notification;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.keycloaktwofactor.server.Await;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real SMTP server and the mails that it got. */
final class Postbox implements AutoCloseable {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    Postbox() {
        server.start();
    }

    /** The realm's {@code smtpServer}. */
    Map<String, String> settings() {
        return settings(server.getSmtp().getPort());
    }

    static Map<String, String> settings(int port) {
        return Map.of("host", "127.0.0.1", "port", Integer.toString(port), "from", "keycloak@example.org");
    }

    /** What the subjects of the mails to this address tell, in their order. */
    List<String> subjects(String address) {
        return mails(address).stream().map(Letter::happened).toList();
    }

    /** The mails to this address, once there are so many. */
    List<Letter> await(String address, int count) {
        return Await.until(
                count + " mails to " + address,
                () -> Optional.of(mails(address)).filter(mails -> mails.size() >= count));
    }

    /** The mail whose subject tells this, waited for. */
    Letter await(String address, String happened) {
        return Await.until(
                "the mail '" + happened + "' to " + address,
                () -> mails(address).stream()
                        .filter(mail -> mail.happened().equals(happened))
                        .findFirst());
    }

    List<Letter> mails(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .map(Letter::of)
                .filter(letter -> letter.to().equals(address))
                .toList();
    }

    @Override
    public void close() {
        server.stop();
    }

    /**
     * A mail as its reader sees it.
     *
     * @param headers all header lines
     */
    record Letter(String to, String subject, String text, String html, String headers) {

        static Letter of(MimeMessage message) {
            try {
                Multipart parts = (Multipart) message.getContent();
                return new Letter(
                        message.getAllRecipients()[0].toString(),
                        message.getSubject(),
                        part(parts, "text/plain"),
                        part(parts, "text/html"),
                        String.join("\n", Collections.list(message.getAllHeaderLines())));
            } catch (IOException | MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What the subject tells after the name of the organisation. */
        String happened() {
            return subject.replaceFirst("^[^:：]+[:：] ?", "");
        }

        private static String part(Multipart parts, String type) throws IOException, MessagingException {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                if (part.isMimeType(type)) {
                    return ((String) part.getContent()).replace("\r\n", "\n");
                }
            }
            throw new IllegalStateException("No part " + type);
        }
    }
}
