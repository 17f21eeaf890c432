package io.github.keycloaktwofactor.server;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A WebAuthn authenticator with one credential, which answers Keycloak's pages in a browser without JavaScript. */
public final class SoftKey {
    private static final Pattern CHALLENGE = Pattern.compile("challenge\\s*:\\s*['\"]([A-Za-z0-9_-]+)['\"]");
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private static final int PRESENT_AND_VERIFIED = 0x05;
    private static final int HOLDS_NEW_CREDENTIAL = 0x40;

    private final byte[] id = new byte[16];
    private final KeyPair pair;

    public SoftKey() {
        new SecureRandom().nextBytes(id);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Posts a new credential from Keycloak's page for one, as the page's script would. */
    public BrowserSession register(BrowserSession browser) {
        return browser.submit("form#register", registration(browser.page()));
    }

    /** Posts what proves that it is there, from a page that asks for a security key. */
    public BrowserSession use(BrowserSession browser) {
        return browser.submit("form#webauth", assertion(browser.page(), ""));
    }

    /** The same for a passkey, which says whose it is. */
    public BrowserSession use(BrowserSession browser, TestUser owner) {
        return browser.submit("form#webauth", assertion(browser.page(), encode(utf8(owner.id()))));
    }

    private Map<String, String> registration(HtmlPage page) {
        byte[] data = bytes(
                authenticator(page, PRESENT_AND_VERIFIED | HOLDS_NEW_CREDENTIAL),
                new byte[16],
                new byte[] {0, (byte) id.length},
                id,
                cosePublicKey());
        // A CBOR map of fmt, attStmt and authData.
        byte[] attestation = bytes(
                new byte[] {(byte) 0xA3, 0x63},
                utf8("fmt"),
                new byte[] {0x64},
                utf8("none"),
                new byte[] {0x67},
                utf8("attStmt"),
                new byte[] {(byte) 0xA0, 0x68},
                utf8("authData"),
                new byte[] {0x58, (byte) data.length},
                data);
        return Map.of(
                "clientDataJSON", encode(clientData(page, "webauthn.create")),
                "attestationObject", encode(attestation),
                "publicKeyCredentialId", encode(id),
                "authenticatorLabel", "Key " + encode(id),
                "transports", "internal");
    }

    private Map<String, String> assertion(HtmlPage page, String userHandle) {
        byte[] data = authenticator(page, PRESENT_AND_VERIFIED);
        byte[] client = clientData(page, "webauthn.get");
        Map<String, String> fields = new HashMap<>(Map.of(
                "clientDataJSON", encode(client),
                "authenticatorData", encode(data),
                "signature", encode(sign(bytes(data, sha256(client)))),
                "credentialId", encode(id)));
        fields.put("userHandle", userHandle);
        return fields;
    }

    private static byte[] authenticator(HtmlPage page, int flags) {
        return bytes(sha256(utf8(page.uri().getHost())), new byte[] {(byte) flags}, new byte[4]);
    }

    private static byte[] clientData(HtmlPage page, String type) {
        Matcher challenge = CHALLENGE.matcher(page.body());
        if (!challenge.find()) {
            throw new AssertionError("No page for a key: " + page.status() + " " + page.text());
        }
        URI at = page.uri();
        return utf8("{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s://%s\",\"crossOrigin\":false}"
                .formatted(type, challenge.group(1), at.getScheme(), at.getAuthority()));
    }

    /** A CBOR map: an elliptic curve key, ES256, P-256, and the point. */
    private byte[] cosePublicKey() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return bytes(
                new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20},
                coordinate(key.getW().getAffineX()),
                new byte[] {0x22, 0x58, 0x20},
                coordinate(key.getW().getAffineY()));
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, signed.length);
        System.arraycopy(signed, signed.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] data) {
        return BASE64_URL.encodeToString(data);
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(part -> all.write(part, 0, part.length));
        return all.toByteArray();
    }
}
