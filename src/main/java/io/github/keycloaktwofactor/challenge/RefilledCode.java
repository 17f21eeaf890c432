package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.totp.TypedCode;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A refused recovery code that is shown in its field again, so that users can correct a typo instead of entering it again.
 * It is part of the response to the post and is not stored. Text that is or may be a right code is never shown: a used
 * code, one that was not checked because of a wait, and what may be a one-time password, which may become valid.
 */
final class RefilledCode {

    /** Maximum length of the field. */
    private static final int LONGEST = 64;

    private RefilledCode() {}

    /**
     * @param form the form of the field
     * @param error why it was refused
     * @param posted the text as posted
     * @param takes whether some authenticator shows codes like these digits
     */
    static @Nullable String shown(
            CodeForm form, Verdict error, TypedCode typed, @Nullable String posted, Predicate<String> takes) {
        boolean fits = posted != null && posted.length() <= LONGEST && !typed.isMalformed();
        boolean wrong = switch (error) {
            case WRONG, MALFORMED -> true;
            // A used code was right: there is nothing to correct.
            case USED, WAITING, OFF, EMPTY, ACCEPTED -> false;
        };
        boolean mendable = switch (form) {
            case RECOVERY_CODE -> typed.digits().filter(takes).isEmpty();
            case TOTP -> false;
        };
        return fits && wrong && mendable ? posted : null;
    }
}
