package io.github.keycloaktwofactor.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;

/**
 * A set of recovery codes as Keycloak stores it, one row for a set. Hashes and salt are in the secret data, what
 * administrators may see in the credential data. Both have a format number; unknown fields are kept. Format 1 calls the size
 * of the set {@code count}, which administrators mistake for the number of codes left; format 2 calls it {@code issued}.
 *
 * <p>A row may have been imported, edited or written by a later version, which must not break the list of a user's
 * credentials. Reading therefore never throws: {@link #readable()} is false for an unreadable row, and no code matches it.
 */
public final class RecoveryCodesCredentialModel extends CredentialModel {

    /** The credential type. */
    public static final String TYPE = "two-factor-recovery-codes";

    private static final long serialVersionUID = 1L;

    private static final int FORMAT = 2;

    /** The field for the size of the set, by format. */
    private static final Map<Integer, String> SIZE = Map.of(1, "count", FORMAT, "issued");

    /** Not Keycloak's mapper: ours must stay the same whatever the server's version sets up. */
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecoveryCodesCredentialModel() {}

    /**
     * A new row, not yet acknowledged, without an id.
     *
     * @param groups how many groups of four each code has
     */
    public static RecoveryCodesCredentialModel create(HashedRecoveryCodes codes, int groups, Instant created) {
        ObjectNode data = JSON.createObjectNode()
                .put("format", FORMAT)
                .put(SIZE.get(FORMAT), codes.count())
                .put("groups", groups)
                .put("algorithm", codes.hash().algorithm());
        codes.hash().cost().forEach(data::put);
        data.put("acknowledged", false);

        ObjectNode secret = JSON.createObjectNode().put("format", FORMAT).put("salt", codes.salt());
        ArrayNode hashes = secret.putArray("hashes");
        codes.hashes().forEach(hashes::add);

        RecoveryCodesCredentialModel model = new RecoveryCodesCredentialModel();
        model.setType(TYPE);
        model.setCreatedDate(created.toEpochMilli());
        model.setCredentialData(data.toString());
        model.setSecretData(secret.toString());
        return model;
    }

    /** The same row, with the methods below. */
    public static RecoveryCodesCredentialModel from(CredentialModel stored) {
        RecoveryCodesCredentialModel model = new RecoveryCodesCredentialModel();
        model.setId(stored.getId());
        model.setType(TYPE);
        model.setUserLabel(stored.getUserLabel());
        model.setCreatedDate(stored.getCreatedDate());
        model.setCredentialData(stored.getCredentialData());
        model.setSecretData(stored.getSecretData());
        model.setFederationLink(stored.getFederationLink());
        return model;
    }

    /** Whether codes can be checked against this row. */
    public boolean readable() {
        return codes().isPresent();
    }

    /** Size of the set, including used codes; 0 if unknown. */
    public int count() {
        ObjectNode data = data();
        int count = data.path(SIZE.getOrDefault(format(data), "")).asInt(0);
        return count < 0 || count > RecoveryCodeGenerator.MOST_CODES ? 0 : count;
    }

    /** Number of groups of four per code; the minimum if unknown. */
    public int groups() {
        int groups = data().path("groups").asInt();
        return Math.min(RecoveryCode.MOST_GROUPS, Math.max(RecoveryCode.FEWEST_GROUPS, groups));
    }

    /** Whether the user confirmed that the codes are saved. */
    public boolean acknowledged() {
        return data().path("acknowledged").asBoolean(false);
    }

    /** Records that the user confirmed it; the caller stores the row. An unreadable row is not changed. */
    public void acknowledge() {
        ObjectNode data = data();
        if (!data.isEmpty()) {
            setCredentialData(data.put("acknowledged", true).toString());
        }
    }

    /**
     * The index of the code in the set, see {@link HashedRecoveryCodes#indexOf}.
     *
     * @return -1 if it is not in the set or the row cannot be read
     */
    public int indexOf(RecoveryCode code) {
        return codes().map(codes -> codes.indexOf(code)).orElse(-1);
    }

    private Optional<HashedRecoveryCodes> codes() {
        ObjectNode data = data();
        ObjectNode secret = object(getSecretData());
        if (!SIZE.containsKey(format(data)) || format(secret) != format(data)) {
            return Optional.empty();
        }
        return RecoveryCodeHash.stored(data.path("algorithm").asText(), cost(data))
                .flatMap(hash -> codes(hash, secret))
                .filter(codes -> codes.count() == count());
    }

    private static Optional<HashedRecoveryCodes> codes(RecoveryCodeHash hash, ObjectNode secret) {
        try {
            List<byte[]> hashes = new ArrayList<>();
            for (JsonNode each : secret.path("hashes")) {
                hashes.add(bytes(each));
            }
            return Optional.of(new HashedRecoveryCodes(hash, bytes(secret.path("salt")), hashes));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(JsonNode base64) throws IOException {
        byte @Nullable [] bytes = base64.binaryValue();
        if (bytes == null) {
            throw new IllegalArgumentException("Not Base64");
        }
        return bytes;
    }

    private static int format(ObjectNode json) {
        return json.path("format").asInt();
    }

    private static Map<String, Integer> cost(ObjectNode data) {
        Map<String, Integer> cost = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : data.properties()) {
            if (field.getValue().isInt()) {
                cost.put(field.getKey(), field.getValue().intValue());
            }
        }
        return cost;
    }

    private ObjectNode data() {
        return object(getCredentialData());
    }

    /** The JSON object in the text; an empty one if there is none. */
    private static ObjectNode object(@Nullable String text) {
        try {
            return text != null && JSON.readTree(text) instanceof ObjectNode object ? object : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
