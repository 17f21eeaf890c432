package io.github.keycloaktwofactor.event;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the policy would have done, in a realm that only reports. The texts are a contract with listeners and metrics.
 */
public enum ReportedOutcome {
    /** The user would have been led to the set-up, or refused where no page can be shown. */
    SET_UP("set-up"),
    /** The user would have been asked for another factor that they own. */
    OTHER_FACTOR("other-factor"),
    /** The application would not have got its tokens. */
    REFUSED("refused");

    private final String text;

    ReportedOutcome(String text) {
        this.text = text;
    }

    /** Its text in events and metrics. */
    public String text() {
        return text;
    }

    /** The outcome with that text, or empty. */
    public static Optional<ReportedOutcome> of(@Nullable String text) {
        return Stream.of(values()).filter(outcome -> outcome.text.equals(text)).findFirst();
    }
}
