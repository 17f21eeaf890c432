package io.github.keycloaktwofactor.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

class RecoveryCodesCredentialModelTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> STORED = List.of(
            "7K2M-9QXP", "A0B1-C2D3", "ZZZZ-9999", "0001-000A", "HJKM-NPQR", "STVW-XYZ0", "4F6G-8H1J", "Q5W7-E3R9");

    @Test
    void aSetOfFormat1IsRead() throws IOException {
        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.from(sample("recovery-codes-argon2id"));

        assertThat(model.readable()).isTrue();
        assertThat(model.count()).isEqualTo(8);
        assertThat(model.acknowledged()).isFalse();
        for (int i = 0; i < STORED.size(); i++) {
            assertThat(model.indexOf(code(STORED.get(i)))).isEqualTo(i);
        }
        assertThat(model.indexOf(code("7K2M-9QXR"))).isEqualTo(-1);
    }

    @Test
    void aSetOfFormat1FromAServerWithoutArgon2IsRead() throws IOException {
        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.from(sample("recovery-codes-pbkdf2"));

        assertThat(model.readable()).isTrue();
        assertThat(model.count()).isEqualTo(1);
        assertThat(model.acknowledged()).isTrue();
        assertThat(model.indexOf(code("7K2M-9QXP-A0B1-C2D3"))).isZero();
        assertThat(model.indexOf(code("7K2M-9QXP"))).isEqualTo(-1);
    }

    @Test
    void aSetOfFormat2IsRead() throws IOException {
        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.from(sample(2, "recovery-codes-argon2id"));

        assertThat(model.readable()).isTrue();
        assertThat(model.count()).isEqualTo(8);
        for (int i = 0; i < STORED.size(); i++) {
            assertThat(model.indexOf(code(STORED.get(i)))).isEqualTo(i);
        }
    }

    /** Administrators took the size of the set, which they see as it is stored, for the codes that are left. */
    @Test
    void theSizeOfANewSetIsNotReadAsWhatIsLeft() throws IOException {
        JsonNode shown = JSON.readTree(sample(2, "recovery-codes-argon2id").getCredentialData());

        assertThat(shown.path("issued").asInt()).isEqualTo(8);
        assertThat(shown.has("count")).isFalse();
    }

    @Test
    void aNewRowHasExactlyTheFieldsOfFormat2() throws IOException {
        SecureRandom random = new SecureRandom();
        List<RecoveryCode> codes = new RecoveryCodeGenerator(random).generate(8, 2);
        HashedRecoveryCodes hashed = HashedRecoveryCodes.hash(codes, Argon2idHash.DEFAULT, random);

        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.create(hashed, 2, CREATED);

        assertThat(model.getType()).isEqualTo("two-factor-recovery-codes");
        assertThat(model.getId()).isNull();
        assertThat(model.getCreatedDate()).isEqualTo(CREATED.toEpochMilli());
        assertThat(model.getCredentialData())
                .isEqualTo(sample(2, "recovery-codes-argon2id").getCredentialData());
        JsonNode secret = JSON.readTree(model.getSecretData());
        assertThat(secret.fieldNames()).toIterable().containsExactly("format", "salt", "hashes");
        assertThat(secret.get("salt").binaryValue()).isEqualTo(hashed.salt());
        assertThat(secret.get("hashes")).hasSize(8);
        assertThat(RecoveryCodesCredentialModel.from(model).indexOf(codes.get(5)))
                .isEqualTo(5);
        assertThat(model.getCredentialData() + model.getSecretData())
                .doesNotContain(codes.stream().map(RecoveryCode::display).toList())
                .doesNotContain(codes.stream().map(RecoveryCode::canonical).toList());
    }

    @Test
    void fromKeepsEverythingOfTheRow() throws IOException {
        CredentialModel stored = sample("recovery-codes-argon2id");
        stored.setUserLabel("mine");
        stored.setFederationLink("ldap");

        assertThat(RecoveryCodesCredentialModel.from(stored))
                .usingRecursiveComparison()
                .isEqualTo(stored);
    }

    @Test
    void acknowledgingChangesThatFieldAloneAndKeepsUnknownOnes() throws IOException {
        CredentialModel stored = sample("recovery-codes-argon2id");
        stored.setCredentialData(stored.getCredentialData().replace("{\"format\"", "{\"later\":[1],\"format\""));
        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.from(stored);

        model.acknowledge();

        assertThat(model.acknowledged()).isTrue();
        assertThat(model.readable()).isTrue();
        assertThat(model.getSecretData()).isEqualTo(stored.getSecretData());
        assertThat(model.getCredentialData())
                .isEqualTo(stored.getCredentialData().replace("\"acknowledged\":false", "\"acknowledged\":true"));
    }

    @Test
    void aListingWithoutSecretDataStillKnowsTheCount() throws IOException {
        CredentialModel stored = sample("recovery-codes-argon2id");
        stored.setSecretData(null);
        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.from(stored);

        assertThat(model.count()).isEqualTo(8);
        assertThat(model.readable()).isFalse();
        assertThat(model.indexOf(code(STORED.get(0)))).isEqualTo(-1);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "null", "7", "[]", "{}", "{", "\"x\"", "not json", "{\"format\":1}", "{\"format\":{}}"})
    void aRowThatCannotBeReadMatchesNothingAndThrowsNothing(String json) throws IOException {
        CredentialModel badData = sample("recovery-codes-argon2id");
        badData.setCredentialData(json);
        CredentialModel badSecret = sample("recovery-codes-argon2id");
        badSecret.setSecretData(json);

        for (CredentialModel stored : List.of(badData, badSecret, new CredentialModel())) {
            RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.from(stored);
            assertThat(model.readable()).isFalse();
            assertThat(model.count()).isBetween(0, 8);
            assertThat(model.acknowledged()).isFalse();
            assertThat(model.indexOf(code(STORED.get(0)))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\":1         | \"format\":2",
                "\"format\":1         | \"format\":0",
                "\"argon2id\"         | \"plain\"",
                "\"argon2id\"         | null",
                "\"memory\":7168      | \"memory\":2147483647",
                "\"memory\":7168      | \"memory\":99999999999999",
                "\"memory\":7168      | \"memory\":\"7168\"",
                "\"iterations\":5     | \"iterations\":1000000",
                "\"parallelism\":1    | \"parallelism\":0",
                "\"parallelism\":1,   | ''",
                "\"count\":8          | \"count\":7",
                "\"count\":8          | \"count\":-8",
                "\"count\":8          | \"count\":1000000"
            })
    void credentialDataThatMakesNoSenseMatchesNothing(String from, String to) throws IOException {
        CredentialModel stored = sample("recovery-codes-argon2id");
        stored.setCredentialData(replaced(stored.getCredentialData(), from, to));
        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.from(stored);

        assertThat(model.readable()).isFalse();
        assertThat(model.count()).isBetween(0, 20);
        assertThat(model.indexOf(code(STORED.get(0)))).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\":1                            | \"format\":2",
                "\"salt\":\"c3RvcmVkLWZvcm1hdC0wMQ==\",  | ''",
                "c3RvcmVkLWZvcm1hdC0wMQ==                | ''",
                "c3RvcmVkLWZvcm1hdC0wMQ==                | c3RvcmVk",
                "c3RvcmVkLWZvcm1hdC0wMQ==                | *not base64*",
                "\"HUCG6Vkd2+rirGTMgb1luJA8FZqPnc7QgdOw/VBDzY4=\" | \"\"",
                "\"HUCG6Vkd2+rirGTMgb1luJA8FZqPnc7QgdOw/VBDzY4=\" | null",
                "\"HUCG6Vkd2+rirGTMgb1luJA8FZqPnc7QgdOw/VBDzY4=\" | {}",
                "\"HUCG6Vkd2+rirGTMgb1luJA8FZqPnc7QgdOw/VBDzY4=\", | ''",
                "\"hashes\"                               | \"other\""
            })
    void secretDataThatMakesNoSenseMatchesNothing(String from, String to) throws IOException {
        CredentialModel stored = sample("recovery-codes-argon2id");
        stored.setSecretData(replaced(stored.getSecretData(), from, to));
        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.from(stored);

        assertThat(model.readable()).isFalse();
        assertThat(model.indexOf(code(STORED.get(1)))).isEqualTo(-1);
    }

    @Test
    void acknowledgingARowThatCannotBeReadLeavesItAlone() {
        CredentialModel stored = new CredentialModel();
        stored.setCredentialData("not json");
        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.from(stored);

        model.acknowledge();

        assertThat(model.getCredentialData()).isEqualTo("not json");
    }

    private static String replaced(String json, String from, String to) {
        assertThat(json).contains(from);
        return json.replace(from, to == null ? "" : to);
    }

    private static RecoveryCode code(String display) {
        return RecoveryCode.parse(display).orElseThrow();
    }

    private static CredentialModel sample(String name) throws IOException {
        return sample(1, name);
    }

    private static CredentialModel sample(int format, String name) throws IOException {
        try (InputStream in = RecoveryCodesCredentialModelTest.class.getResourceAsStream(
                "/stored/" + format + "/" + name + ".json")) {
            Map<String, Object> row = JSON.readerForMapOf(Object.class).readValue(in);
            CredentialModel model = new CredentialModel();
            model.setId((String) row.get("id"));
            model.setType((String) row.get("type"));
            model.setCreatedDate((Long) row.get("createdDate"));
            model.setSecretData((String) row.get("secretData"));
            model.setCredentialData((String) row.get("credentialData"));
            return model;
        }
    }
}
