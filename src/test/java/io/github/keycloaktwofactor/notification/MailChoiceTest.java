package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailChoiceTest {

    private static final CountedAttempt COMMON = new CountedAttempt(Counter.TOTP, Bucket.Kind.COMMON);
    private static final Origin ORIGIN = new Origin(Instant.EPOCH, "Firefox", "Linux", "192.0.2.1", "");

    @Test
    void anAuthenticatorOfAStockPageIsTheFirstOrOneMore() {
        assertThat(mails(1, 0, EventKind.AUTHENTICATOR_STORED)).containsExactly(MailKind.ENABLED);
        assertThat(mails(2, 0, EventKind.AUTHENTICATOR_STORED)).containsExactly(MailKind.ADDED);
    }

    @Test
    void aRemovedAuthenticatorIsTheLastOrNot() {
        assertThat(mails(0, 0, EventKind.AUTHENTICATOR_REMOVED)).containsExactly(MailKind.DISABLED);
        assertThat(mails(1, 0, EventKind.AUTHENTICATOR_REMOVED)).containsExactly(MailKind.REMOVED);
    }

    @Test
    void theFirstCodesAreToldInWordsOfTheirOwn() {
        assertThat(mails(1, 0, EventKind.FIRST_CODES)).containsExactly(MailKind.FIRST_CODES);
        assertThat(mails(1, 0, EventKind.NEW_CODES)).containsExactly(MailKind.NEW_CODES);
    }

    @Test
    void aCopiedDeviceIsTold() {
        assertThat(mails(1, 0, EventKind.DEVICE_COPIED)).containsExactly(MailKind.DEVICE_COPIED);
    }

    @Test
    void aKeyIsToldWhateverElseThereIs() {
        assertThat(mails(0, 0, EventKind.KEY_ADDED)).containsExactly(MailKind.KEY_ADDED);
        assertThat(mails(1, 0, EventKind.KEY_REMOVED)).containsExactly(MailKind.KEY_REMOVED);
    }

    @Test
    void whatBecomesOfTheAccountIsToldOnce() {
        assertThat(mails(1, 0, EventKind.ADDRESS_CHANGED)).containsExactly(MailKind.ADDRESS_CHANGED);
        assertThat(mails(1, 0, EventKind.ADDRESS_SET)).containsExactly(MailKind.ADDRESS_SET);
        assertThat(mails(1, 0, EventKind.PASSWORD_SET)).containsExactly(MailKind.PASSWORD_SET);
    }

    @Test
    void whatAnAdministratorDidIsToldOnceAndNeverHeldBack() {
        assertThat(mails(0, 0, EventKind.HELPED)).containsExactly(MailKind.HELPED);
        assertThat(MailKind.HELPED.apart()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4,CODE_USED", "3,CODES_LOW", "1,CODES_LOW", "0,CODES_NONE"})
    void aUsedCodeIsOneMailAlsoWhenFewAreLeft(int left, String expected) {
        SecurityEvent used = new SecurityEvent("r", "u", EventKind.RECOVERY_CODE_USED, ORIGIN, left, false, null, null);

        assertThat(new MailChoice(1, 3, 0, 0, 6, 100).mails(used)).containsExactlyElementsOf(kinds(expected));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 1, 0})
    void ofKeycloaksOwnCodesNoneIsToldToBeMadeHere(int left) {
        SecurityEvent used =
                new SecurityEvent("r", "u", EventKind.STOCK_RECOVERY_CODE_USED, ORIGIN, left, false, null, null);

        assertThat(new MailChoice(1, 3, 0, 0, 6, 100).mails(used)).containsExactly(MailKind.CODE_USED);
    }

    @ParameterizedTest
    @CsvSource({
        "2,2,true,",
        "3,3,true,PASSWORD_KNOWN",
        "3,2,true,PASSWORD_KNOWN",
        "3,3,false,",
        "6,6,true,PASSWORD_KNOWN PAUSED",
        "6,5,true,PASSWORD_KNOWN",
        "99,99,false,PAUSED",
        "100,100,true,PASSWORD_KNOWN SWITCHED_OFF",
        "101,100,false,SWITCHED_OFF"
    })
    void refusedCodesAreToldAsTheyBecomeDangerous(int sum, int row, boolean password, String expected) {
        SecurityEvent refused = new SecurityEvent("r", "u", EventKind.CODE_REFUSED, ORIGIN, 0, password, COMMON, null);

        assertThat(new MailChoice(1, 3, sum, row, 6, 100).mails(refused)).containsExactlyElementsOf(kinds(expected));
    }

    @Test
    void whatAPersonDoesIsNeverHeldBackAndWhatAGuesserCausesAlwaysIs() {
        assertThat(MailKind.values())
                .filteredOn(kind -> kind.apart().isZero())
                .doesNotContain(MailKind.PASSWORD_KNOWN, MailKind.PAUSED, MailKind.SWITCHED_OFF)
                .contains(
                        MailKind.ENABLED,
                        MailKind.DISABLED,
                        MailKind.REPLACED,
                        MailKind.ADDED,
                        MailKind.REMOVED,
                        MailKind.KEY_ADDED,
                        MailKind.KEY_REMOVED,
                        MailKind.DEVICE_COPIED,
                        MailKind.NEW_CODES,
                        MailKind.FIRST_CODES,
                        MailKind.CODE_USED,
                        MailKind.CODES_LOW,
                        MailKind.CODES_NONE,
                        MailKind.ADDRESS_CHANGED,
                        MailKind.ADDRESS_SET,
                        MailKind.PASSWORD_SET);
    }

    private static List<MailKind> mails(int authenticators, int failures, EventKind eventKind) {
        return new MailChoice(authenticators, 3, failures, failures, 6, 100)
                .mails(new SecurityEvent("r", "u", eventKind, ORIGIN, 0, false, null, null));
    }

    private static List<MailKind> kinds(String names) {
        return names == null
                ? List.of()
                : List.of(names.split(" ")).stream().map(MailKind::valueOf).toList();
    }
}
