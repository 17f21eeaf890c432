package io.github.keycloaktwofactor.session;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a passed second factor leaves in the session, and what it rests on. Its text, {@code 2|method|epoch
 * second|user|session|rests on|fingerprint}, is stored under a seal ({@link EvidenceSeal}); ids in it are URL-encoded.
 *
 * <p>Notes of version 1.0, {@code 1|method|epoch second|user id}, do not name what they rest on and have no seal. They
 * are no evidence: their sessions are asked again.
 *
 * @param method how the second factor was passed
 * @param at when, to the second
 * @param userId id of the user who passed it; it counts for nobody else
 * @param sessionId id of the user session that it was left for
 * @param restsOn the id of the credential or device, or the link to an identity provider; empty if Keycloak did not
 *     report which key was used
 * @param fingerprint of password, factors and not-before times at that moment, as computed by {@link Fingerprint}
 */
public record Evidence(
        EvidenceMethod method, Instant at, String userId, String sessionId, String restsOn, String fingerprint) {

    private static final String FORMAT = "2";

    private static final int FIELDS = 7;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    /** Parses evidence; empty if unreadable. */
    static Optional<Evidence> parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split("\\|", -1);
        if (parts.length != FIELDS
                || !parts[0].equals(FORMAT)
                || !SECONDS.matcher(parts[2]).matches()) {
            return Optional.empty();
        }
        return EvidenceMethod.of(parts[1])
                .map(method -> new Evidence(
                        method,
                        Instant.ofEpochSecond(Long.parseLong(parts[2])),
                        decoded(parts[3]),
                        decoded(parts[4]),
                        decoded(parts[5]),
                        parts[6]));
    }

    String text() {
        return String.join(
                "|",
                FORMAT,
                method.text(),
                Long.toString(at.getEpochSecond()),
                encoded(userId),
                encoded(sessionId),
                encoded(restsOn),
                fingerprint);
    }

    /** The same evidence after its sign-in has changed the password or a factor. */
    Evidence renewed(String newSessionId, String nowRestsOn, String nowFingerprint) {
        return new Evidence(method, at, userId, newSessionId, nowRestsOn, nowFingerprint);
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private static String decoded(String id) {
        return URLDecoder.decode(id, StandardCharsets.UTF_8);
    }
}
