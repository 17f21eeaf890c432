package io.github.keycloaktwofactor.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.FederatedIdentityModel;

/**
 * A link to an identity provider as stored in the data of a credential: {@code {"format":1,"alias":"corp","user":"…"}}. Rows
 * of earlier versions, {@code {"user":"…"}}, name the provider only in their label, which users can change.
 *
 * @param alias of the provider
 * @param user the id at the provider, as Base64 for URLs
 */
record VerifiedLink(String alias, String user) {

    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    static VerifiedLink of(FederatedIdentityModel link) {
        byte[] id = link.getUserId().getBytes(StandardCharsets.UTF_8);
        return new VerifiedLink(
                link.getIdentityProvider(), Base64.getUrlEncoder().encodeToString(id));
    }

    /** The link that a row names; empty if it cannot be read, as after an import. */
    static Optional<VerifiedLink> of(CredentialModel row) {
        JsonNode data = read(row.getCredentialData());
        String user = data.path("user").asText("");
        String alias = switch (data.path("format").asInt()) {
            case 0 -> row.getUserLabel();
            case FORMAT -> data.path("alias").asText("");
            default -> null;
        };
        return alias == null || alias.isEmpty() || user.isEmpty()
                ? Optional.empty()
                : Optional.of(new VerifiedLink(alias, user));
    }

    String data() {
        return JSON.createObjectNode()
                .put("format", FORMAT)
                .put("alias", alias)
                .put("user", user)
                .toString();
    }

    private static JsonNode read(@Nullable String text) {
        try {
            return JSON.readTree(text == null ? "" : text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
