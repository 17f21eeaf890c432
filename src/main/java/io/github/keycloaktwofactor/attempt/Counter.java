package io.github.keycloaktwofactor.attempt;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What wrong codes are counted for. Each has its own row, its own waits, and only its own success resets it. Within the row
 * each {@link Bucket} has a count of its own.
 */
public enum Counter {
    TOTP("totp"),
    RECOVERY_CODE("recovery-code"),
    /** Keycloak's own recovery codes. */
    STOCK_RECOVERY_CODE("recovery-authn-codes"),
    /** Passwords that were typed to confirm a change, not those of a sign-in. */
    PASSWORD("password");

    private final String column;

    Counter(String column) {
        this.column = column;
    }

    /** The text stored in the column {@code COUNTER_NAME}, which events use too. */
    public String column() {
        return column;
    }

    /** The counter of that text; empty if there is none. */
    public static Optional<Counter> of(@Nullable String column) {
        return Arrays.stream(values())
                .filter(counter -> counter.column.equals(column))
                .findFirst();
    }
}
