package io.github.keycloaktwofactor.notification;

import java.util.List;
import java.util.stream.Stream;

/** What a mail tells users to do if it was not they, step by step: texts {@code two-factor-mail-step-…}. */
enum Advice {
    /** Whatever was done, it was done with the user's own app or password. */
    NEW_APP("support", "password", "replace", "sessions"),
    /** The user's own app may be the one that no longer works. */
    NEW_APP_BY_RECOVERY_CODE("support", "password", "recovery", "replace", "sessions"),
    /** Somebody may have a key of their own now. */
    NEW_APP_AND_NO_OTHER_KEY("support", "password", "key", "replace", "sessions"),
    /** Nothing is asked for beside the password any more. */
    SET_UP("support", "password", "set-up"),
    /** The user cannot sign in past a factor that is somebody else's. */
    SET_UP_ONCE_IT_IS_REMOVED("support-remove", "password", "set-up"),
    /** It was done for the user, in no session of theirs. */
    ASK_IF_NOT_EXPECTED();

    /** Separated by blanks. */
    private final String steps;

    Advice(String... steps) {
        this.steps = String.join(" ", steps);
    }

    /**
     * The last parts of the keys, in their order; the first says whom to ask. Empty if there is nothing to do oneself, and
     * without what the user cannot do.
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
