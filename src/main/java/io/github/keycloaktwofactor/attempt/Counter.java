package io.github.keycloaktwofactor.attempt;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is rate limited. Each counter has its own row and waits, and only its own success resets it. Within the row, each
 * {@link Bucket} has its own count.
 */
public enum Counter {
    TOTP("totp"),
    RECOVERY_CODE("recovery-code"),
    /** Keycloak's own recovery codes. */
    STOCK_RECOVERY_CODE("recovery-authn-codes"),
    /** Passwords entered to confirm a change, not those of a sign-in. */
    PASSWORD("password");

    private final String column;

    Counter(String column) {
        this.column = column;
    }

    /** The value in the column {@code COUNTER_NAME} and in events. */
    public String column() {
        return column;
    }

    /** The counter with that value; empty if there is none. */
    public static Optional<Counter> of(@Nullable String column) {
        return Arrays.stream(values())
                .filter(counter -> counter.column.equals(column))
                .findFirst();
    }
}
