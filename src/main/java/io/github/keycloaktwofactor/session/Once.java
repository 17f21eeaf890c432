package io.github.keycloaktwofactor.session;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A fact of a sign-in that is looked up on first use, and then remembered: it belongs to one look at the sign-in. */
public final class Once<T> {

    private final Supplier<T> question;
    private @Nullable T answer;

    public Once(Supplier<T> question) {
        this.question = question;
    }

    public T get() {
        if (answer == null) {
            answer = question.get();
        }
        return answer;
    }
}
