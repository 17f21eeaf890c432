package io.github.keycloaktwofactor.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.event.FactorEvent;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;

/**
 * A trusted device as Keycloak stores it, one row for a device, never rewritten. The credential data,
 * {@code {"format":1,"browser":"Firefox","system":"Linux"}}, is what an administrator sees; the secret data,
 * {@code {"format":1,"bond":"…"}}, holds the fingerprint of what the trust depends on. The hash of the browser's token is
 * in the state tables, because it is rotated on each use.
 *
 * <p>A row may have been imported or edited, so reading never throws: an unreadable row is not trusted.
 */
public final class TrustedDeviceCredentialModel extends CredentialModel {

    /** The credential type. */
    public static final String TYPE = FactorEvent.TRUSTED_DEVICE_TYPE;

    private static final long serialVersionUID = 1L;

    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private TrustedDeviceCredentialModel() {}

    static TrustedDeviceCredentialModel create(BrowserNames names, String bond, Instant created) {
        TrustedDeviceCredentialModel model = new TrustedDeviceCredentialModel();
        model.setType(TYPE);
        model.setCreatedDate(created.toEpochMilli());
        model.setCredentialData(JSON.createObjectNode()
                .put("format", FORMAT)
                .put("browser", names.browser())
                .put("system", names.system())
                .toString());
        model.setSecretData(
                JSON.createObjectNode().put("format", FORMAT).put("bond", bond).toString());
        return model;
    }

    /** The same row, with the methods below. */
    public static TrustedDeviceCredentialModel from(CredentialModel stored) {
        TrustedDeviceCredentialModel model = new TrustedDeviceCredentialModel();
        model.setId(stored.getId());
        model.setType(TYPE);
        model.setUserLabel(stored.getUserLabel());
        model.setCreatedDate(stored.getCreatedDate());
        model.setCredentialData(stored.getCredentialData());
        model.setSecretData(stored.getSecretData());
        model.setFederationLink(stored.getFederationLink());
        return model;
    }

    /** Browser and system; empty names if unknown. */
    BrowserNames names() {
        ObjectNode data = object(getCredentialData());
        return BrowserNames.of(
                data.path("browser").asText(""), data.path("system").asText(""));
    }

    Instant created() {
        return getCreatedDate() == null ? Instant.EPOCH : Instant.ofEpochMilli(getCreatedDate());
    }

    /** The fingerprint at the time of trusting; empty if the row is unreadable. */
    Optional<String> bond() {
        ObjectNode secret = object(getSecretData());
        return secret.path("format").asInt() == FORMAT
                ? Optional.of(secret.path("bond").asText(""))
                : Optional.empty();
    }

    private static ObjectNode object(@Nullable String text) {
        try {
            return text != null && JSON.readTree(text) instanceof ObjectNode object ? object : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
