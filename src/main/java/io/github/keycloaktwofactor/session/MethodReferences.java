package io.github.keycloaktwofactor.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The authentication methods of a session in the values of RFC 8176. Nothing is claimed that is not known. */
final class MethodReferences {

    private MethodReferences() {}

    /**
     * The values of {@code amr}, possibly none.
     *
     * @param passwordAccepted whether a password is known to have been used
     * @param method how the second factor was passed; null if it was not
     */
    static List<String> of(boolean passwordAccepted, @Nullable EvidenceMethod method) {
        List<String> references = new ArrayList<>();
        if (passwordAccepted) {
            references.add("pwd");
        }
        String second = method == null ? null : reference(method);
        if (second != null) {
            references.add(second);
            // A code after an unknown first step, such as another identity provider, is a single known factor.
            if (passwordAccepted) {
                references.add("mfa");
            }
        }
        return references;
    }

    private static @Nullable String reference(EvidenceMethod method) {
        return switch (method) {
            case TOTP -> "otp";
            case RECOVERY_CODE, STOCK_RECOVERY_CODE -> "rcv";
            // Proof of possession: whether the key is in hardware or in a password manager is unknown.
            case WEBAUTHN, PASSKEY -> "pop";
            // A trusted device skips the prompt and proves nothing; a temporary pass is an admin's word; what an
            // identity provider checked is unknown.
            case TRUSTED_DEVICE, TEMPORARY_PASS, BROKER -> null;
        };
    }
}
