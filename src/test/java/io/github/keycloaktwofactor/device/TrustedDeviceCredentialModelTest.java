package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

class TrustedDeviceCredentialModelTest {

    @Test
    void isStoredInTheFormatThatIsDocumented() {
        Instant created = Instant.parse("2026-05-01T08:00:00.123Z");
        TrustedDeviceCredentialModel model =
                TrustedDeviceCredentialModel.create(new BrowserNames("Firefox", "Linux"), "a-bond", created);

        assertThat(model.getType()).isEqualTo("two-factor-trusted-device");
        assertThat(model.getCredentialData()).isEqualTo("{\"format\":1,\"browser\":\"Firefox\",\"system\":\"Linux\"}");
        assertThat(model.getSecretData()).isEqualTo("{\"format\":1,\"bond\":\"a-bond\"}");
        TrustedDeviceCredentialModel read = TrustedDeviceCredentialModel.from(model);
        assertThat(read.bond()).contains("a-bond");
        assertThat(read.names()).isEqualTo(new BrowserNames("Firefox", "Linux"));
        assertThat(read.created()).isEqualTo(created);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "{", "[]", "null", "7", "{\"bond\":\"a\"}", "{\"format\":2,\"bond\":\"a\"}"})
    void aRowThatCannotBeReadIsBoundToNothingAndHasNoName(String data) {
        CredentialModel stored = new CredentialModel();
        stored.setCredentialData(data);
        stored.setSecretData(data);
        TrustedDeviceCredentialModel read = TrustedDeviceCredentialModel.from(stored);

        assertThat(read.bond()).isEmpty();
        assertThat(read.names()).isEqualTo(new BrowserNames("", ""));
        assertThat(read.created()).isEqualTo(Instant.EPOCH);
    }
}
