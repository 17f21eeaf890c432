package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureSignerContext;
import org.keycloak.crypto.SignatureVerifierContext;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.TokenManager;

/** Nobody but this server writes evidence: a note counts only under a seal of a key that the realm has. */
final class EvidenceSealTest {

    private static final String TEXT = "2|totp|1700000000|user|session|credential|fingerprint";

    private final Map<String, SecretKeySpec> keys = new HashMap<>();
    private String active = "first";
    private EvidenceSeal seal;

    @BeforeEach
    void realmWithKeys() {
        key("first");
        KeycloakSession session = mock();
        TokenManager tokens = mock();
        when(session.tokens()).thenReturn(tokens);
        when(tokens.signatureAlgorithm(any())).thenReturn("HS512");
        SignatureProvider signatures = signatures();
        when(session.getProvider(SignatureProvider.class, "HS512")).thenReturn(signatures);
        KeycloakContext context = mock();
        RealmModel realm = mock();
        lenient().when(session.getContext()).thenReturn(context);
        lenient().when(context.getRealm()).thenReturn(realm);
        seal = new EvidenceSeal(session);
    }

    @Test
    void opensWhatItSealed() {
        assertThat(seal.open(seal.seal(TEXT))).contains(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "~~",
                "~Zmlyc3Q",
                "~Zmlyc3Q~",
                "~Zmlyc3Q~bWFj",
                "~b3RoZXI~bWFj",
                "~%~%",
                "~Zmlyc3Q~bWFj~more"
            })
    void aTextWithoutItsSealIsNoEvidence(String end) {
        assertThat(seal.open(TEXT + end)).isEmpty();
    }

    @Test
    void aSealOfOneTextOpensNoOther() {
        String note = seal.seal(TEXT);

        assertThat(seal.open(note.replace("user", "thief"))).isEmpty();
        assertThat(seal.open(TEXT + note.substring(note.indexOf('~'), note.lastIndexOf('~') + 1)))
                .isEmpty();
    }

    @Test
    void whatTheRealmsKeySignedForSomethingElseIsNoSeal() {
        String mac = Base64.getUrlEncoder().withoutPadding().encodeToString(mac("first", TEXT.getBytes()));

        assertThat(seal.open(TEXT + "~Zmlyc3Q~" + mac)).isEmpty();
    }

    @Test
    void aRotatedKeyOpensWhatItSealedUntilItIsGone() {
        String note = seal.seal(TEXT);
        key("second");
        active = "second";

        assertThat(seal.open(note)).contains(TEXT);
        assertThat(seal.open(seal.seal(TEXT))).contains(TEXT);
        keys.remove("first");
        assertThat(seal.open(note)).isEmpty();
    }

    private void key(String id) {
        keys.put(id, new SecretKeySpec(("the key named " + id).getBytes(), "HmacSHA512"));
    }

    private SignatureProvider signatures() {
        SignatureProvider signatures = mock();
        try {
            lenient().when(signatures.signer()).thenAnswer(call -> signer());
            lenient().when(signatures.verifier(any(String.class))).thenAnswer(call -> verifier(call.getArgument(0)));
        } catch (VerificationException e) {
            throw new IllegalStateException(e);
        }
        return signatures;
    }

    private SignatureSignerContext signer() {
        String id = active;
        SignatureSignerContext signer = mock();
        when(signer.getKid()).thenReturn(id);
        when(signer.sign(any())).thenAnswer(call -> mac(id, call.getArgument(0)));
        return signer;
    }

    private SignatureVerifierContext verifier(String id) throws VerificationException {
        if (!keys.containsKey(id)) {
            throw new VerificationException("Key not found");
        }
        SignatureVerifierContext verifier = mock();
        when(verifier.verify(any(), any()))
                .thenAnswer(call -> MessageDigest.isEqual(mac(id, call.getArgument(0)), call.getArgument(1)));
        return verifier;
    }

    private byte[] mac(String id, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(keys.get(id));
            return mac.doFinal(data);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
