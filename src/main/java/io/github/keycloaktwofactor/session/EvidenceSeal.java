package io.github.keycloaktwofactor.session;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.TokenCategory;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureSignerContext;
import org.keycloak.models.KeycloakSession;

/**
 * Seals this extension's session notes with a MAC, using the realm key that Keycloak signs its own cookies with.
 * Mappers and other extensions can write a note of any name, but without the key they cannot forge evidence. After a
 * key rotation the old key still verifies until it is disabled or removed.
 *
 * <p>Stored as {@code text~key id~MAC}, with key ID and MAC in Base64url.
 */
final class EvidenceSeal {

    /** Domain separation: distinguishes these MACs from all others made with the same key. */
    private static final String DOMAIN = "two-factor session note\n";

    private static final String SEPARATOR = "~";

    /** Attribute of the Keycloak session, so of one request: the verified texts. */
    private static final String OPENED = EvidenceSeal.class.getName() + ".opened";

    private static final String TOLD = EvidenceSeal.class.getName();

    private static final Logger LOG = Logger.getLogger(EvidenceSeal.class);

    private final KeycloakSession session;

    EvidenceSeal(KeycloakSession session) {
        this.session = session;
    }

    /** Seals a text, which must not contain a tilde. */
    String seal(String text) {
        SignatureSignerContext signer = keys().signer();
        String note = String.join(
                SEPARATOR,
                text,
                base64(signer.getKid().getBytes(StandardCharsets.UTF_8)),
                base64(signer.sign(sealed(text))));
        opened().put(inRealm(note), text);
        return note;
    }

    /** The text of a note that was sealed here; empty for any other note, which is logged. */
    Optional<String> open(@Nullable String note) {
        if (note == null || note.isEmpty()) {
            return Optional.empty();
        }
        // Each note is read many times per request.
        String known = opened().get(inRealm(note));
        if (known != null) {
            return Optional.of(known);
        }
        String[] parts = note.split(SEPARATOR, -1);
        if (parts.length == 3 && authentic(parts[0], parts[1], parts[2])) {
            opened().put(inRealm(note), parts[0]);
            return Optional.of(parts[0]);
        }
        tell();
        return Optional.empty();
    }

    private Map<SealedNote, String> opened() {
        OpenedNotes opened = session.getAttribute(OPENED, OpenedNotes.class);
        if (opened == null) {
            opened = new OpenedNotes(new HashMap<>());
            session.setAttribute(OPENED, opened);
        }
        return opened.texts();
    }

    private SealedNote inRealm(String note) {
        return new SealedNote(session.getContext().getRealm().getId(), note);
    }

    /** Once per request: each note is read many times. */
    private void tell() {
        if (session.getAttribute(TOLD) == null) {
            session.setAttribute(TOLD, true);
            LOG.warnf(
                    "Realm %s: a session note of two-factor counts for nothing, because this version did not write it, or"
                            + " its key is gone",
                    session.getContext().getRealm().getName());
        }
    }

    private boolean authentic(String text, String kid, String mac) {
        try {
            String key = new String(Base64.getUrlDecoder().decode(kid), StandardCharsets.UTF_8);
            return keys().verifier(key)
                    .verify(sealed(text), Base64.getUrlDecoder().decode(mac));
        } catch (VerificationException | IllegalArgumentException e) {
            return false;
        }
    }

    private SignatureProvider keys() {
        return session.getProvider(
                SignatureProvider.class, session.tokens().signatureAlgorithm(TokenCategory.INTERNAL));
    }

    private static byte[] sealed(String text) {
        return (DOMAIN + text).getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A note counts only in the realm whose key sealed it. */
    private record SealedNote(String realmId, String note) {}

    private record OpenedNotes(Map<SealedNote, String> texts) {}
}
