package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedMeaningTest {

    @Test
    void theFirstFormatIsReadAsItWasMeant() throws IOException {
        Map<String, String> config;
        try (InputStream sample = SavedMeaningTest.class.getResourceAsStream("/stored/1/policy.json")) {
            config = new ObjectMapper().readValue(sample, new TypeReference<>() {});
        }

        SavedMeaning saved = PolicySettings.from(config).saved();

        assertThat(saved.roleIds())
                .containsOnly(
                        Map.entry("staff", "c1f8a7b0-5a4e-4f0b-9c3d-8e7f6a5b4c33"),
                        Map.entry("api/orders/read", "7d3c5d2e-6f5c-4c0e-9f55-0d8a3f0f6b11"),
                        Map.entry("crm/*", "client:0b0f2f6e-3b0a-4c57-8a63-2c1f6a1b7c22"));
        assertThat(saved.providerFingerprints()).containsOnlyKeys("partner");
        assertThat(StoredMap.write(saved.roleIds())).isEqualTo(config.get("roleIds"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]", "{\"a\": {}}", "null", "{\"a\": null}"})
    void whatCannotBeReadIsAsNothing(String stored) {
        SavedMeaning saved = SavedMeaning.from(Map.of("roleIds", stored, "providerFingerprints", stored));

        assertThat(saved).isEqualTo(new SavedMeaning(Map.of(), Map.of(), null, null));
    }
}
