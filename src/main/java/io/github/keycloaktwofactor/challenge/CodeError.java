package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.attempt.Verdict;

/** What is wrong with a posted code, as the code page says it and as events record it. */
public enum CodeError {
    WRONG("wrong"),
    USED("used"),
    WAITING("waiting"),
    OFF("off"),
    MALFORMED("malformed"),
    EMPTY("empty");

    private final String text;

    CodeError(String text) {
        this.text = text;
    }

    /** The value of the event detail {@code two_factor_reason}, and the name that the template knows. */
    public String text() {
        return text;
    }

    /** The name of a verdict that is no acceptance. */
    public static CodeError of(Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED -> throw new IllegalStateException("An accepted code is no error");
            case WRONG -> WRONG;
            case USED -> USED;
            case WAITING -> WAITING;
            case OFF -> OFF;
        };
    }
}
