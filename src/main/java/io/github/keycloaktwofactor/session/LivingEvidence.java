package io.github.keycloaktwofactor.session;

import java.util.stream.Stream;
import org.keycloak.models.UserModel;

/** Whether the credential that evidence rests on is still there. When it is taken away, by anybody, the evidence ends. */
final class LivingEvidence {

    private LivingEvidence() {}

    /** True where nothing of the user's credentials is behind it: devices and links are looked at where they are kept. */
    static boolean lives(Evidence evidence, UserModel user) {
        return switch (evidence.method()) {
            case TOTP -> has(user, FactorTypes.OTP, evidence.restsOn());
            // Without an authenticator the codes that were left are no second factor any more.
            case RECOVERY_CODE ->
                has(user, FactorTypes.RECOVERY_CODES, evidence.restsOn())
                        && ids(user, FactorTypes.OTP).findAny().isPresent();
            // Keycloak removes the set with its last code, in the sign-in that uses it.
            case STOCK_RECOVERY_CODE, TRUSTED_DEVICE ->
                ids(user, FactorTypes.OTP).findAny().isPresent();
            case WEBAUTHN, PASSKEY -> {
                String type = evidence.method().text();
                yield evidence.restsOn().isEmpty()
                        ? ids(user, type).findAny().isPresent()
                        : has(user, type, evidence.restsOn());
            }
            case TEMPORARY_PASS, BROKER -> true;
        };
    }

    private static boolean has(UserModel user, String type, String id) {
        return ids(user, type).anyMatch(id::equals);
    }

    private static Stream<String> ids(UserModel user, String type) {
        return user.credentialManager().getStoredCredentialsByTypeStream(type).map(credential -> credential.getId());
    }
}
