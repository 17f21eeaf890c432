package io.github.keycloaktwofactor.report;

/** The report was asked for something that there is not. */
public final class BadQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    BadQueryException(String field, String text) {
        super(text);
        this.field = field;
    }

    /** The parameter that is to blame. */
    public String field() {
        return field;
    }
}
