package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PendingNotificationsTest {

    private final List<SecurityEvent> told = new ArrayList<>();
    private final PendingNotifications notifications = new PendingNotifications(told::add);

    @Test
    void onePressIsOneMailHoweverManyEventsItBrings() {
        assertThat(told(EventKind.ENABLED, EventKind.AUTHENTICATOR_STORED, EventKind.NEW_CODES))
                .containsExactly(EventKind.ENABLED);
        assertThat(told(EventKind.AUTHENTICATOR_STORED, EventKind.FIRST_CODES))
                .containsExactly(EventKind.AUTHENTICATOR_STORED);
        assertThat(told(EventKind.REPLACED, EventKind.AUTHENTICATOR_STORED, EventKind.AUTHENTICATOR_REMOVED))
                .containsExactly(EventKind.REPLACED);
        assertThat(told(EventKind.DISABLED, EventKind.AUTHENTICATOR_REMOVED, EventKind.CODES_REMOVED))
                .containsExactly(EventKind.DISABLED);
        assertThat(told(EventKind.AUTHENTICATOR_STORED, EventKind.NEW_CODES))
                .containsExactly(EventKind.AUTHENTICATOR_STORED);
        assertThat(told(EventKind.AUTHENTICATOR_REMOVED, EventKind.CODES_REMOVED))
                .containsExactly(EventKind.AUTHENTICATOR_REMOVED);
    }

    @Test
    void aUsedCodeIsToldBesideWhateverItWasUsedFor() {
        assertThat(told(EventKind.DISABLED, EventKind.RECOVERY_CODE_USED))
                .containsExactlyInAnyOrder(EventKind.DISABLED, EventKind.RECOVERY_CODE_USED);
    }

    @Test
    void newCodesAloneAreTold() {
        assertThat(told(EventKind.NEW_CODES)).containsExactly(EventKind.NEW_CODES);
        assertThat(told(EventKind.FIRST_CODES)).containsExactly(EventKind.FIRST_CODES);
    }

    @Test
    void peopleAreToldApart() {
        notifications.add(securityEvent("alice", EventKind.ENABLED));
        notifications.add(securityEvent("bob", EventKind.NEW_CODES));

        notifications.commitImpl();

        assertThat(told)
                .extracting(SecurityEvent::userId, SecurityEvent::eventKind)
                .containsExactly(tuple("alice", EventKind.ENABLED), tuple("bob", EventKind.NEW_CODES));
    }

    @Test
    void ofARequestThatIsRolledBackOnlyTheSpentCodeIsTold() {
        notifications.add(securityEvent("alice", EventKind.ENABLED));
        notifications.add(securityEvent("alice", EventKind.RECOVERY_CODE_USED));

        notifications.rollbackImpl();

        assertThat(told).extracting(SecurityEvent::eventKind).containsExactly(EventKind.RECOVERY_CODE_USED);
    }

    private static Set<EventKind> told(EventKind first, EventKind... more) {
        return PendingNotifications.told(EnumSet.of(first, more));
    }

    private static SecurityEvent securityEvent(String userId, EventKind eventKind) {
        Origin origin = new Origin(Instant.EPOCH, "", "", "", "");
        return new SecurityEvent("realm", userId, eventKind, origin, 0, false, null, null);
    }
}
