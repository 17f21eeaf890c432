package io.github.keycloaktwofactor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {

    @ParameterizedTest
    @ValueSource(strings = {"anna", "ärger@example.org", "a:b", "名"})
    void itLeadsBackToTheName(String name) {
        assertThat(PageCursor.read(PageCursor.after(name))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "*", "MTo", "bm90aGluZw", "MTphbm5h=", "MTphbm5h\n", "MTphAGI", "_____w"})
    void anythingElseIsRefused(String cursor) {
        assertThatThrownBy(() -> PageCursor.read(cursor))
                .isInstanceOfSatisfying(
                        BadQueryException.class,
                        refused -> assertThat(refused.field()).isEqualTo("after"));
    }

    @Test
    void aNameThatIsNoneOfKeycloaksIsRefused() {
        assertThatThrownBy(() -> PageCursor.read(PageCursor.after("a".repeat(256))))
                .isInstanceOf(BadQueryException.class);
    }
}
