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
 * A fingerprint of what authenticates a user: the password and every factor, by id and creation date, and the
 * not-before times that an administrator's sign-out sets on the user and on the realm. Any change there, however it was
 * made and even without an event, changes the fingerprint. A password in a user federation (LDAP) is not included.
 */
public final class Fingerprint {

    private Fingerprint() {}

    /** The current fingerprint: SHA-256 in hexadecimal. */
    public static String of(KeycloakSession session, RealmModel realm, UserModel user) {
        if (user.getId().startsWith(LightweightUserAdapter.ID_PREFIX)) {
            // A transient user has nothing stored that could change.
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

    /** Other extensions may store credentials of any kind, and may change them at every sign-in. */
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
