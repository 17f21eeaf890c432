package io.github.keycloaktwofactor.session;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed on first use and then kept. For facts of a sign-in, within one evaluation of it. */
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
