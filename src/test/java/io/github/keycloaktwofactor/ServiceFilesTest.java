package io.github.keycloaktwofactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderFactory;

/** The provider ids are a contract with flows, realm exports and other people's scripts. */
class ServiceFilesTest {

    @Test
    void everyFactoryLoadsUnderTheIdThatIsPromised() throws Exception {
        assertThat(ids())
                .containsExactlyInAnyOrder(
                        "CONFIGURE_RECOVERY_AUTHN_CODES",
                        "CONFIGURE_TOTP",
                        "TERMS_AND_CONDITIONS",
                        "UPDATE_EMAIL",
                        "UPDATE_PASSWORD",
                        "UPDATE_PROFILE",
                        "VERIFY_EMAIL",
                        "VERIFY_PROFILE",
                        "auth-otp-form",
                        "declarative-user-profile",
                        "delete_account",
                        "delete_credential",
                        "direct-grant-validate-otp",
                        "docker-v2",
                        "freemarker",
                        "idp_link",
                        "keycloak-otp",
                        "keycloak-recovery-authn-codes",
                        "keycloak-webauthn",
                        "keycloak-webauthn-passwordless",
                        "openid-connect",
                        "refresh_token",
                        "saml",
                        "two-factor",
                        "two-factor",
                        "two-factor",
                        "two-factor-amr-mapper",
                        "two-factor-challenge",
                        "two-factor-direct-grant",
                        "two-factor-identity-provider",
                        "two-factor-evidence",
                        "two-factor-pending-address",
                        "two-factor-posture",
                        "two-factor-identity-provider",
                        "two-factor-policy",
                        "two-factor-recovery-codes",
                        "two-factor-recovery-codes",
                        "two-factor-setup",
                        "two-factor-trusted-device",
                        "two-factor-trusted-device",
                        "twofactor",
                        "update_user_locale",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "urn:ietf:params:oauth:grant-type:token-exchange",
                        "urn:ietf:params:oauth:grant-type:uma-ticket",
                        "urn:openid:params:grant-type:ciba",
                        "webauthn-register",
                        "webauthn-register-passwordless");
    }

    private static List<String> ids() throws IOException, ReflectiveOperationException {
        List<String> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/META-INF/services"))) {
            for (Path file : files.toList()) {
                for (String name : Files.readAllLines(file)) {
                    Class<?> type = Class.forName(name);
                    ids.add(((ProviderFactory<?>) type.getDeclaredConstructor().newInstance()).getId());
                }
            }
        }
        return ids;
    }
}
