package io.github.keycloaktwofactor.notice;

import java.time.Duration;

/** The mails. Each has a subject {@code two-factor-mail-subject-…} and a body {@code two-factor-mail-body-…}. */
enum MailKind {
    ENABLED("on", Duration.ZERO),
    DISABLED("off", Duration.ZERO),
    REPLACED("replaced", Duration.ZERO),
    ADDED("added", Duration.ZERO),
    REMOVED("removed", Duration.ZERO),
    KEY_ADDED("key-added", Duration.ZERO),
    KEY_REMOVED("key-removed", Duration.ZERO),
    NEW_CODES("codes", Duration.ZERO),
    CODES_REMOVED("codes-removed", Duration.ZERO),
    CODE_USED("code-used", Duration.ZERO),
    CODES_LOW("codes-low", Duration.ofDays(1)),
    DEVICE("device", Duration.ZERO),
    DEVICE_COPIED("device-copied", Duration.ZERO),
    /** The right password, but a wrong code: somebody may know the password. */
    PASSWORD_KNOWN("password", Duration.ofHours(1)),
    PAUSED("paused", Duration.ofHours(1)),
    SWITCHED_OFF("switched-off", Duration.ofDays(1)),
    ADDRESS_CHANGED("address", Duration.ZERO),
    ADDRESS_SET("address-set", Duration.ZERO),
    PASSWORD_SET("password-set", Duration.ZERO);

    private final String text;
    private final Duration apart;

    MailKind(String text, Duration apart) {
        this.text = text;
        this.apart = apart;
    }

    /** What message keys and the table of limits call it. */
    String text() {
        return text;
    }

    /** Whether it was not done in a session of the user. */
    boolean byOthers() {
        return this == ADDRESS_SET || this == PASSWORD_SET;
    }

    /**
     * The least time between two such mails to one user; zero where each is sent, because whoever causes it has proved
     * themselves and must not be able to hide one behind another.
     */
    Duration apart() {
        return apart;
    }
}
