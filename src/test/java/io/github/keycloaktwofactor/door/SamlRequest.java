package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.TestRealm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A SAML authentication request in the redirect binding (SAML 2.0 Bindings §3.4). */
final class SamlRequest {

    private SamlRequest() {}

    /** @param attributes more attributes of the request element, such as {@code IsPassive="true"} */
    static String address(TestRealm realm, String entityId, String attributes) {
        return realm.url("/protocol/saml?SAMLRequest="
                + URLEncoder.encode(deflated(request(realm, entityId, attributes)), StandardCharsets.UTF_8));
    }

    /** The same as the body that an enhanced client posts (SAML 2.0 Profiles §4.2). */
    static String envelope(TestRealm realm, String entityId) {
        return "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>"
                + request(realm, entityId, "") + "</S:Body></S:Envelope>";
    }

    private static String request(TestRealm realm, String entityId, String attributes) {
        return """
                <samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_%s" Version="2.0"
                 IssueInstant="%s" Destination="%s" %s
                 ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" AssertionConsumerServiceURL="%s"
                ><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">%s</saml:Issuer></samlp:AuthnRequest>""".formatted(
                        UUID.randomUUID(),
                        realm.server().clock().now().truncatedTo(ChronoUnit.SECONDS),
                        realm.url("/protocol/saml"),
                        attributes,
                        realm.callbackUrl(),
                        entityId);
    }

    private static String deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, raw)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            raw.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
