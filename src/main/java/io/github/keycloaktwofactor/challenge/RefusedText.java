package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.totp.TypedCode;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the field again after it was refused, so that whoever has just typed it can see and mend it: a code of
 * eight characters is not typed a second time for one slip. It goes into the answer to the post that brought it and is
 * kept nowhere. What may be a one-time password is left out, for one that was refused can be right: during a wait, or
 * when its time comes.
 */
final class RefusedText {

    /** As long as the field takes. */
    private static final int LONGEST = 64;

    private RefusedText() {}

    /**
     * @param form that the text was typed into
     * @param posted the text as it came
     * @param takes whether some authenticator shows codes of so many digits
     */
    static @Nullable String shown(CodeForm form, TypedCode typed, @Nullable String posted, Predicate<String> takes) {
        if (posted == null || posted.length() > LONGEST || typed.isEmpty() || typed.isMalformed()) {
            return null;
        }
        boolean oneTimePassword = switch (form) {
            case RECOVERY_CODE -> typed.digits().filter(takes).isPresent();
            // With a slip beside it, the password is there all the same.
            case TOTP -> takes.test(typed.text().replaceAll("[^0-9]", ""));
        };
        return oneTimePassword ? null : posted;
    }
}
