package io.github.keycloaktwofactor.notification;

import java.util.ArrayList;
import java.util.List;

/**
 * Which mails follow from what happened.
 *
 * @param authenticators how many authenticators the user has now
 * @param lowCodes so few recovery codes left are told in the subject
 * @param failures wrong codes in a row, over all counters
 * @param row wrong codes in a row on the counter of the refused code
 * @param attemptsBeforeWait the wrong code in a row that is answered with a wait
 * @param maxConsecutiveFailures wrong codes in a row after which a factor is off
 */
record MailChoice(
        int authenticators, int lowCodes, int failures, int row, int attemptsBeforeWait, int maxConsecutiveFailures) {

    /** Refused codes after a right password that make the password suspect. */
    static final int SUSPECT = 3;

    List<MailKind> mails(SecurityEvent securityEvent) {
        return switch (securityEvent.eventKind()) {
            case ENABLED -> List.of(MailKind.ENABLED);
            case DISABLED -> List.of(MailKind.DISABLED);
            case REPLACED -> List.of(MailKind.REPLACED);
            case NEW_CODES -> List.of(MailKind.NEW_CODES);
            case FIRST_CODES -> List.of(MailKind.FIRST_CODES);
            case KEY_ADDED -> List.of(MailKind.KEY_ADDED);
            case KEY_REMOVED -> List.of(MailKind.KEY_REMOVED);
            case CODES_REMOVED -> List.of(MailKind.CODES_REMOVED);
            case DEVICE_REMEMBERED -> List.of(MailKind.DEVICE);
            case DEVICE_COPIED -> List.of(MailKind.DEVICE_COPIED);
            case AUTHENTICATOR_STORED -> List.of(authenticators > 1 ? MailKind.ADDED : MailKind.ENABLED);
            case AUTHENTICATOR_REMOVED -> List.of(authenticators > 0 ? MailKind.REMOVED : MailKind.DISABLED);
            case RECOVERY_CODE_USED -> List.of(used(securityEvent.codesLeft()));
            // How new ones are made is up to Keycloak's own pages.
            case STOCK_RECOVERY_CODE_USED -> List.of(MailKind.CODE_USED);
            case ADDRESS_CHANGED -> List.of(MailKind.ADDRESS_CHANGED);
            case ADDRESS_SET -> List.of(MailKind.ADDRESS_SET);
            case PASSWORD_SET -> List.of(MailKind.PASSWORD_SET);
            case HELPED -> List.of(MailKind.HELPED);
            case CODE_REFUSED -> refused(securityEvent.passwordAccepted());
        };
    }

    private MailKind used(int left) {
        if (left == 0) {
            return MailKind.CODES_NONE;
        }
        return left > lowCodes ? MailKind.CODE_USED : MailKind.CODES_LOW;
    }

    private List<MailKind> refused(boolean passwordAccepted) {
        List<MailKind> mails = new ArrayList<>();
        if (passwordAccepted && failures >= SUSPECT) {
            mails.add(MailKind.PASSWORD_KNOWN);
        }
        if (row >= maxConsecutiveFailures) {
            mails.add(MailKind.SWITCHED_OFF);
        } else if (row >= attemptsBeforeWait) {
            mails.add(MailKind.PAUSED);
        }
        return mails;
    }
}
