package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Links the visitor's account at the partner realm as a client of the realm can, from a session that exists. */
final class ClientLinking {

    private static final String NONCE = "nonce";

    private ClientLinking() {}

    /** From a session from before the policy. */
    static BrowserSession walk(Visitor visitor) {
        return link(visitor, visitor.sessionFromBefore(Map.of()), House.BARE, visitor.name());
    }

    /** From the session with which this browser has just come back to the client, to that account at the partner. */
    static BrowserSession link(Visitor visitor, BrowserSession browser, String client, String account) {
        String sessionId = Objects.requireNonNull(browser.callback().get("session_state"));
        return browser.open(visitor.realm()
                        .url("/broker/" + House.PARTNER_TO_LINK + "/link?client_id=" + client + "&nonce=" + NONCE
                                + "&hash=" + hash(NONCE + sessionId + client + House.PARTNER_TO_LINK)
                                + "&redirect_uri="
                                + URLEncoder.encode(visitor.realm().callbackUrl(), StandardCharsets.UTF_8)))
                .signIn(account, TestRealm.PASSWORD);
    }

    static boolean linked(Visitor visitor) {
        return StreamSupport.stream(
                        visitor.user().rest().get("/federated-identity").spliterator(), false)
                .anyMatch(link -> House.PARTNER_TO_LINK.equals(
                        link.path("identityProvider").asText()));
    }

    private static String hash(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
