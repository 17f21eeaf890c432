package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.totp.TypedCode;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The refused recovery code that stands in the field again, so that the user who has just typed it can see and mend it: eight
 * characters are not typed a second time for one slip. It goes into the answer to the post that brought it and is kept
 * nowhere. What is or may be right is left out: a code that is used up, what was not looked at because of a wait, and what may be
 * a one-time password, whose time may come.
 */
final class RefilledCode {

    /** As long as the field takes. */
    private static final int LONGEST = 64;

    private RefilledCode() {}

    /**
     * @param form that the text was typed into
     * @param error why it was refused
     * @param posted the text as it came
     * @param takes whether some authenticator shows codes like these digits
     */
    static @Nullable String shown(
            CodeForm form, Verdict error, TypedCode typed, @Nullable String posted, Predicate<String> takes) {
        boolean fits = posted != null && posted.length() <= LONGEST && !typed.isMalformed();
        boolean wrong = switch (error) {
            case WRONG, MALFORMED -> true;
            // Of a code that was right, and is used up, there is nothing to mend.
            case USED, WAITING, OFF, EMPTY, ACCEPTED -> false;
        };
        boolean mendable = switch (form) {
            case RECOVERY_CODE -> typed.digits().filter(takes).isEmpty();
            case TOTP -> false;
        };
        return fits && wrong && mendable ? posted : null;
    }
}
