package io.github.keycloaktwofactor.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RealmLabelTest {

    @AfterEach
    void tearDown() {
        RealmLabel.use(false);
    }

    @Test
    void realmsAreNotToldApartByThemselves() {
        assertThat(RealmLabel.of("acme")).isEmpty();
    }

    @Test
    void twoHundredRealmsAreToldApartAndNoMore() {
        RealmLabel.use(true);
        for (int i = 0; i < 200; i++) {
            assertThat(RealmLabel.of("r" + i)).isEqualTo(Tags.of("realm", "r" + i));
        }

        assertThat(RealmLabel.of("one-more")).isEqualTo(Tags.of("realm", "_others"));
        assertThat(RealmLabel.of("r0")).isEqualTo(Tags.of("realm", "r0"));
    }
}
