package io.github.keycloaktwofactor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SqlTest {

    @Test
    void parametersStayInTheOrderOfTheirPlaces() {
        Sql inner = Sql.of("A = ? and B = ?", 1, 2);

        assertThat(Sql.of("select ? from @T where {} and C = ?", 0, inner, 3))
                .isEqualTo(new Sql("select ? from @T where A = ? and B = ? and C = ?", List.of(0, 1, 2, 3)));
        assertThatThrownBy(() -> Sql.of("no place", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSchemaIsPutBeforeTables() {
        assertThat(Sql.of("select 1 from @T").text("kc.")).isEqualTo("select 1 from kc.T");
    }

    @Test
    void whatIsNoPlainIdIsNeverPartOfTheText() {
        Sql in = Sql.in("ID", List.of("a-1", "x' or '1'='1", "@T"));

        assertThat(in.text()).isEqualTo("ID in (?, 'a-1', ?)");
        assertThat(in.parameters()).containsExactly("@T", "x' or '1'='1");
    }

    @Test
    void noListIsLongerThanOracleTakes() {
        Set<String> ids = IntStream.range(0, 2500).mapToObj(i -> "i" + i).collect(Collectors.toSet());

        assertThat(Sql.in("ID", ids).text().split(" or ")).hasSize(3);
    }

    @Test
    void noneOfNothingIsTrueAndAllOfNothingIs() {
        assertThat(Sql.in("ID", List.of())).isEqualTo(Sql.FALSE);
        assertThat(Sql.any(List.of())).isEqualTo(Sql.FALSE);
        assertThat(Sql.all(List.of())).isEqualTo(Sql.TRUE);
    }
}
