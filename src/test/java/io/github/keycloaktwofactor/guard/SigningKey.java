package io.github.keycloaktwofactor.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** A new key on P-256 of a client or another issuer, and what it signs (ES256). */
public final class SigningKey {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COORDINATE = 32;

    private final KeyPair pair;

    public SigningKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public half as a JWK. */
    public Map<String, String> jwk() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return Map.of(
                "kty",
                "EC",
                "crv",
                "P-256",
                "x",
                coordinate(key.getW().getAffineX()),
                "y",
                coordinate(key.getW().getAffineY()));
    }

    /** A proof of possession for one POST to that address (RFC 9449). */
    public String dpop(String address, Instant now) {
        return sign(
                Map.of("typ", "dpop+jwt", "alg", "ES256", "jwk", jwk()),
                Map.of(
                        "htm",
                        "POST",
                        "htu",
                        address,
                        "iat",
                        now.getEpochSecond(),
                        "jti",
                        UUID.randomUUID().toString()));
    }

    public String sign(Map<String, ?> header, Map<String, ?> claims) {
        String text = encode(json(header)) + "." + encode(json(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An object as JSON. */
    public static String text(Map<String, ?> object) {
        return new String(json(object), StandardCharsets.UTF_8);
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, padded, COORDINATE - length, length);
        return encode(padded);
    }

    private static byte[] json(Map<String, ?> object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
