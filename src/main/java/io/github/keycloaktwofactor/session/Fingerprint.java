package io.github.keycloaktwofactor.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;

/**
 * A fingerprint of what proves a user: the password and every factor, by id and date of creation, and the not-before
 * times that an administrator's sign-out sets on the user and on the realm. Any change there, by whichever way and
 * without any event, gives another fingerprint. A password that is kept in a directory is not seen.
 */
public final class Fingerprint {

    private Fingerprint() {}

    /** The fingerprint as it is now: SHA-256 in hexadecimal. */
    public static String of(KeycloakSession session, RealmModel realm, UserModel user) {
        if (user.getId().startsWith(LightweightUserAdapter.ID_PREFIX)) {
            // Nothing of the user is stored, so nothing can change.
            return sha256("realm " + realm.getNotBefore());
        }
        List<String> lines = new ArrayList<>();
        user.credentialManager().getStoredCredentialsStream().forEach(credential -> {
            if (counts(credential)) {
                lines.add(line(credential));
            }
        });
        Collections.sort(lines);
        lines.add(0, "realm " + realm.getNotBefore());
        lines.add(1, "user " + session.users().getNotBeforeOfUser(realm, user));
        return sha256(String.join("\n", lines));
    }

    /** Other extensions keep what they like among a user's credentials, and may change it at every sign-in. */
    private static boolean counts(CredentialModel credential) {
        return FactorTypes.PROVING.contains(credential.getType());
    }

    private static String line(CredentialModel credential) {
        return credential.getType() + ' ' + credential.getId() + ' ' + credential.getCreatedDate();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
