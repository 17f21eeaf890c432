package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class MailQueueTest {

    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final MailQueue queue = new MailQueue(4, 3);

    @Test
    void nothingRunsInTheRequest() {
        add("realm", "mail");

        assertThat(done).isEmpty();
        assertThat(threads).hasSize(1);
    }

    @Test
    void theMailsOfARealmGoOneAfterTheOther() {
        add("realm", "first");
        add("realm", "second");
        assertThat(threads).hasSize(1);

        threads.remove().run();

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void aRealmWhoseMailServerIsDeadHoldsUpNoOther() {
        add("dead", "never");
        add("dead", "nor this");
        threads.remove();
        add("alive", "mail");

        threads.remove().run();

        assertThat(done).containsExactly("mail");
    }

    @Test
    void whatIsTooMuchIsDropped() {
        for (int i = 0; i < 7; i++) {
            queue.add("realm", threads::add, job("user" + i, "off", false, "mail" + i));
        }

        threads.remove().run();

        assertThat(done)
                .as("one under way and four that wait")
                .containsExactly("mail0", "mail1", "mail2", "mail3", "mail4");
    }

    @Test
    void nobodyCrowdsOutTheMailsOfOthers() {
        for (int i = 0; i < 20; i++) {
            queue.add("realm", threads::add, job("flooder", "codes", false, "flood" + i));
        }
        queue.add("realm", threads::add, job("victim", "off", false, "two-factor is off"));

        threads.remove().run();

        assertThat(done).containsExactly("flood0", "flood17", "flood18", "flood19", "two-factor is off");
    }

    @Test
    void nobodyHidesOneMailBehindManyOfAnotherKind() {
        for (int i = 0; i < 20; i++) {
            queue.add("realm", threads::add, job("victim", "codes", false, "codes" + i));
        }
        queue.add("realm", threads::add, job("victim", "off", false, "two-factor is off"));

        threads.remove().run();

        assertThat(done).containsExactly("codes0", "codes18", "codes19", "two-factor is off");
    }

    @Test
    void refusedCodesAreToldByOneJobThatWaitsAndAreTheFirstToGo() {
        queue.add("realm", threads::add, job("first", "off", false, "under way"));
        for (int i = 0; i < 20; i++) {
            queue.add("realm", threads::add, job("guessed", "refused", true, "refused" + i));
        }
        for (int i = 0; i < 4; i++) {
            queue.add("realm", threads::add, job("user" + i, "off", false, "off" + i));
        }
        queue.add("realm", threads::add, job("late", "refused", true, "refused too late"));

        threads.remove().run();

        assertThat(done).containsExactly("under way", "off0", "off1", "off2", "off3");
    }

    @Test
    void manyDoNotCrowdOutOneMore() {
        queue.add("realm", threads::add, job("first", "off", false, "under way"));
        for (int i = 0; i < 2; i++) {
            queue.add("realm", threads::add, job("thief", "address", false, "thief" + i));
            queue.add("realm", threads::add, job("helper", "address", false, "helper" + i));
        }
        queue.add("realm", threads::add, job("victim", "replaced", false, "victim's app"));

        threads.remove().run();

        assertThat(done).containsExactly("under way", "helper0", "thief1", "helper1", "victim's app");
    }

    @Test
    void oneMoreIsCrowdedOutOnlyByAsManyOthersAsTheQueueHolds() {
        MailQueue large = new MailQueue(1000, 20);
        large.add("realm", threads::add, job("first", "off", false, "under way"));
        for (int i = 0; i < 50 * 20; i++) {
            large.add("realm", threads::add, job("crowd" + i % 50, "kind" + i / 50 % 3, false, "mail" + i));
        }
        for (int i = 0; i < 950; i++) {
            large.add("realm", threads::add, job("victim" + i, "replaced", false, "app of " + i));
        }
        large.add("realm", threads::add, job("late", "replaced", false, "one too many"));

        threads.remove().run();

        assertThat(done).hasSize(1001).doesNotContain("one too many");
        assertThat(done.stream().filter(mail -> mail.startsWith("app of"))).hasSize(950);
    }

    @Test
    void noChangeGoesBeforeARefusalOfAnybody() {
        queue.add("realm", threads::add, job("first", "off", false, "under way"));
        queue.add("realm", threads::add, job("guessed", "refused", true, "refused"));
        for (int i = 0; i < 3; i++) {
            queue.add("realm", threads::add, job("owner", "codes", false, "codes" + i));
        }
        queue.add("realm", threads::add, job("owner-2", "off", false, "off"));

        threads.remove().run();

        assertThat(done).containsExactly("under way", "codes0", "codes1", "codes2", "off");
    }

    @Test
    void ofRefusalsTooTheUserWithTheMostLosesOne() {
        queue.add("realm", threads::add, job("first", "off", false, "under way"));
        queue.add("realm", threads::add, job("owner", "off", false, "off"));
        for (int i = 0; i < 3; i++) {
            queue.add("realm", threads::add, job("guessed", "refused" + i, true, "refused" + i));
        }
        queue.add("realm", threads::add, job("guessed-2", "refused", true, "of another"));
        queue.add("realm", threads::add, job("guessed-3", "refused", true, "of a third"));
        queue.add("realm", threads::add, job("guessed-4", "refused", true, "too late"));

        threads.remove().run();

        assertThat(done).containsExactly("under way", "off", "refused2", "of another", "of a third");
    }

    @Test
    void aRefusalTakesNoPlaceOfAChangeOfTheSamePerson() {
        queue.add("realm", threads::add, job("first", "off", false, "under way"));
        for (int i = 0; i < 3; i++) {
            queue.add("realm", threads::add, job("owner", "codes", false, "codes" + i));
        }
        queue.add("realm", threads::add, job("owner", "refused", true, "refused"));

        threads.remove().run();

        assertThat(done).containsExactly("under way", "codes0", "codes1", "codes2");
    }

    @Test
    void aRefusalIsToldAgainOnceItsJobIsUnderWay() {
        for (int i = 0; i < 3; i++) {
            queue.add("realm", threads::add, job("guessed", "refused", true, "refused" + i));
        }

        threads.remove().run();

        assertThat(done).containsExactly("refused0", "refused1");
    }

    @Test
    void aMailThatFailsDoesNotEndTheOthers() {
        queue.add("realm", threads::add, new MailQueue.Queued("user", "off", false, () -> {
            throw new IllegalStateException("no template");
        }));
        add("realm", "next");

        threads.remove().run();

        assertThat(done).containsExactly("next");
    }

    @Test
    void afterAPauseMailsGoAgain() {
        add("realm", "first");
        threads.remove().run();
        add("realm", "second");

        threads.remove().run();

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void aServerThatStopsTakesNoMoreAndSaysNothing() {
        queue.add(
                "realm",
                job -> {
                    throw new RejectedExecutionException();
                },
                job("user", "off", false, "never"));

        assertThat(done).isEmpty();
    }

    private void add(String realm, String mail) {
        queue.add(realm, threads::add, job("user", "off", false, mail));
    }

    private MailQueue.Queued job(String user, String kind, boolean refusal, String mail) {
        return new MailQueue.Queued(user, kind, refusal, () -> done.add(mail));
    }
}
