package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RecipientsTest {

    @Test
    void thePresentAddressAndThoseBeforeAreToldEachOnce() {
        assertThat(Recipients.of("now@example.org", null, List.of("First@example.org", "now@example.org")))
                .containsExactly("now@example.org", "first@example.org");
    }

    @Test
    void theOneThatWasJustLeftIsTold() {
        assertThat(Recipients.of("now@example.org", "left@example.org", List.of()))
                .containsExactly("now@example.org", "left@example.org");
    }

    @Test
    void withoutAVerifiedAddressThoseBeforeAreTold() {
        assertThat(Recipients.of(null, null, List.of("first@example.org"))).containsExactly("first@example.org");
        assertThat(Recipients.of(null, null, List.of())).isEmpty();
    }
}
