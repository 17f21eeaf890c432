package io.github.keycloaktwofactor.report;

/** The query names something that does not exist. */
public final class BadQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    BadQueryException(String field, String text) {
        super(text);
        this.field = field;
    }

    /** The invalid parameter. */
    public String field() {
        return field;
    }
}
