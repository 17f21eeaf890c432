package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HappeningsTest {

    private final List<Happening> told = new ArrayList<>();
    private final Happenings happenings = new Happenings(told::add);

    @Test
    void onePressIsOneMailHoweverManyEventsItBrings() {
        assertThat(told(Occasion.ENABLED, Occasion.AUTHENTICATOR_STORED, Occasion.NEW_CODES))
                .containsExactly(Occasion.ENABLED);
        assertThat(told(Occasion.AUTHENTICATOR_STORED, Occasion.FIRST_CODES))
                .containsExactly(Occasion.AUTHENTICATOR_STORED);
        assertThat(told(Occasion.REPLACED, Occasion.AUTHENTICATOR_STORED, Occasion.AUTHENTICATOR_REMOVED))
                .containsExactly(Occasion.REPLACED);
        assertThat(told(Occasion.DISABLED, Occasion.AUTHENTICATOR_REMOVED, Occasion.CODES_REMOVED))
                .containsExactly(Occasion.DISABLED);
        assertThat(told(Occasion.AUTHENTICATOR_STORED, Occasion.NEW_CODES))
                .containsExactly(Occasion.AUTHENTICATOR_STORED);
        assertThat(told(Occasion.AUTHENTICATOR_REMOVED, Occasion.CODES_REMOVED))
                .containsExactly(Occasion.AUTHENTICATOR_REMOVED);
    }

    @Test
    void aUsedCodeIsToldBesideWhateverItWasUsedFor() {
        assertThat(told(Occasion.DISABLED, Occasion.RECOVERY_CODE_USED))
                .containsExactlyInAnyOrder(Occasion.DISABLED, Occasion.RECOVERY_CODE_USED);
    }

    @Test
    void newCodesAloneAreTold() {
        assertThat(told(Occasion.NEW_CODES)).containsExactly(Occasion.NEW_CODES);
        assertThat(told(Occasion.FIRST_CODES)).containsExactly(Occasion.FIRST_CODES);
    }

    @Test
    void peopleAreToldApart() {
        happenings.add(happening("alice", Occasion.ENABLED));
        happenings.add(happening("bob", Occasion.NEW_CODES));

        happenings.commitImpl();

        assertThat(told)
                .extracting(Happening::userId, Happening::occasion)
                .containsExactly(tuple("alice", Occasion.ENABLED), tuple("bob", Occasion.NEW_CODES));
    }

    @Test
    void ofARequestThatIsRolledBackOnlyTheSpentCodeIsTold() {
        happenings.add(happening("alice", Occasion.ENABLED));
        happenings.add(happening("alice", Occasion.RECOVERY_CODE_USED));

        happenings.rollbackImpl();

        assertThat(told).extracting(Happening::occasion).containsExactly(Occasion.RECOVERY_CODE_USED);
    }

    private static Set<Occasion> told(Occasion first, Occasion... more) {
        return Happenings.told(EnumSet.of(first, more));
    }

    private static Happening happening(String userId, Occasion occasion) {
        Origin origin = new Origin(Instant.EPOCH, "", "", "", "");
        return new Happening("realm", userId, occasion, origin, 0, false, null, null);
    }
}
