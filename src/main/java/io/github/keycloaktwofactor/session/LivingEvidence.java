package io.github.keycloaktwofactor.session;

import java.util.stream.Stream;
import org.keycloak.models.UserModel;

/** Whether the credential that evidence rests on still exists. If anyone removes it, the evidence ends. */
final class LivingEvidence {

    private LivingEvidence() {}

    /** True if it rests on none of the user's credentials: devices and links are checked where they are stored. */
    static boolean lives(Evidence evidence, UserModel user) {
        return switch (evidence.method()) {
            case TOTP -> has(user, FactorTypes.OTP, evidence.restsOn());
            // Without an authenticator the remaining recovery codes are no longer a second factor.
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
