package io.github.keycloaktwofactor.notice;

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
    private final MailQueue queue = new MailQueue(2);

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
        for (int i = 0; i < 5; i++) {
            add("realm", "mail" + i);
        }

        threads.remove().run();

        assertThat(done).as("one under way and two that wait").containsExactly("mail0", "mail1", "mail2");
    }

    @Test
    void aMailThatFailsDoesNotEndTheOthers() {
        queue.add("realm", threads::add, () -> {
            throw new IllegalStateException("no template");
        });
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
                () -> done.add("never"));

        assertThat(done).isEmpty();
    }

    private void add(String realm, String mail) {
        queue.add(realm, threads::add, () -> done.add(mail));
    }
}
