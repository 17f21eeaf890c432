package io.github.keycloaktwofactor.notification;

import java.time.Duration;

/**
 * The mails. Each has a subject {@code two-factor-mail-subject-…} and a body {@code two-factor-mail-body-…}; those about
 * used recovery codes share theirs.
 */
enum MailKind {
    ENABLED("on", Advice.SET_UP_ONCE_IT_IS_REMOVED),
    DISABLED("off", Advice.SET_UP),
    REPLACED("replaced", Advice.NEW_APP_BY_RECOVERY_CODE),
    ADDED("added", Advice.NEW_APP),
    REMOVED("removed", Advice.NEW_APP),
    KEY_ADDED("key-added", Advice.NEW_APP_AND_NO_OTHER_KEY),
    KEY_REMOVED("key-removed", Advice.NEW_APP),
    NEW_CODES("codes", Advice.NEW_APP),
    FIRST_CODES("first-codes", Advice.NEW_APP),
    CODES_REMOVED("codes-removed", Advice.NEW_APP),
    CODE_USED("code-used", Advice.NEW_APP),
    /** A recovery code was used, and few are left. */
    CODES_LOW("codes-low", Advice.NEW_APP),
    /** The last recovery code was used. */
    CODES_NONE("codes-none", Advice.NEW_APP),
    DEVICE("device", Advice.NEW_APP),
    DEVICE_COPIED("device-copied", Advice.NEW_APP),
    /** The right password, but a wrong code: somebody may know the password. */
    PASSWORD_KNOWN("password", Advice.NEW_APP, Duration.ofHours(1)),
    PAUSED("paused", Advice.NEW_APP, Duration.ofHours(1)),
    SWITCHED_OFF("switched-off", Advice.NEW_APP, Duration.ofDays(1)),
    ADDRESS_CHANGED("address", Advice.NEW_APP),
    ADDRESS_SET("address-set", Advice.ASK_IF_NOT_EXPECTED),
    PASSWORD_SET("password-set", Advice.ASK_IF_NOT_EXPECTED),
    HELPED("support", Advice.ASK_IF_NOT_EXPECTED);

    private final String text;
    private final Advice advice;
    private final Duration apart;

    MailKind(String text, Advice advice) {
        this(text, advice, Duration.ZERO);
    }

    MailKind(String text, Advice advice, Duration apart) {
        this.text = text;
        this.advice = advice;
        this.apart = apart;
    }

    /** Its name in message keys and in the table of limits. */
    String text() {
        return text;
    }

    Advice advice() {
        return advice;
    }

    /** Whether recovery codes are running out, so that the mail says how to generate new ones. */
    boolean codesRunOut() {
        return this == CODES_LOW || this == CODES_NONE;
    }

    /** Whether it was not done in a session of the user. */
    boolean byOthers() {
        return advice == Advice.ASK_IF_NOT_EXPECTED;
    }

    /**
     * Minimum interval between two such mails to one user (rate limit). Zero if each is sent: whoever causes it is
     * authenticated, and must not be able to suppress a mail by an earlier one.
     */
    Duration apart() {
        return apart;
    }
}
