package io.github.keycloaktwofactor.notification;

import java.util.List;
import java.util.stream.Stream;

/** The steps in a mail for users who did not do this themselves: texts {@code two-factor-mail-step-…}. */
enum Advice {
    /** It was done with the user's own app or password. */
    NEW_APP("support", "password", "replace", "sessions"),
    /** The user's own app may be the one that no longer works. */
    NEW_APP_BY_RECOVERY_CODE("support", "password", "recovery", "replace", "sessions"),
    /** An attacker may have added a key. */
    NEW_APP_AND_NO_OTHER_KEY("support", "password", "key", "replace", "sessions"),
    /** Only the password is asked for now. */
    SET_UP("support", "password", "set-up"),
    /** The user cannot sign in because of an attacker's factor. */
    SET_UP_ONCE_IT_IS_REMOVED("support-remove", "password", "set-up"),
    /** It was not done in a session of the user. */
    ASK_IF_NOT_EXPECTED();

    /** Separated by spaces. */
    private final String steps;

    Advice(String... steps) {
        this.steps = String.join(" ", steps);
    }

    /**
     * The last parts of the message keys, in order; the first says whom to ask. Steps that the user cannot do are omitted;
     * empty if there are none.
     *
     * @param hasPage whether there is a two-factor page in the realm
     */
    List<String> steps(Owned owned, boolean hasPage) {
        return Stream.of(steps.split(" "))
                .filter(step -> switch (step) {
                    case "" -> false;
                    case "replace" -> owned.app() && hasPage;
                    case "recovery" -> owned.recoveryCodes();
                    case "set-up" -> hasPage;
                    default -> true;
                })
                .toList();
    }
}
