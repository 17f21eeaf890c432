package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

    @Test
    void oneRealmGetsHalf() {
        Places places = new Places(4);
        assertThat(taken(places, "a", 4)).isEqualTo(2);
        assertThat(taken(places, "b", 4)).isEqualTo(1);
        assertThat(taken(places, "c", 4)).isEqualTo(1);
        assertThat(places.take("d")).isFalse();
    }

    @Test
    void aReturnedPlaceIsSharedByTheSameRule() {
        Places places = new Places(4);
        assertThat(taken(places, "a", 4)).isEqualTo(2);
        assertThat(taken(places, "b", 4)).isEqualTo(1);

        places.giveBack("a");

        assertThat(places.take("b")).as("two of the three that a leaves").isFalse();
        places.giveBack("a");
        assertThat(places.take("b")).isTrue();
        places.giveBack("nobody");
        assertThat(taken(places, "a", 4)).isEqualTo(1);
    }

    /** Every state that two realms can reach by taking and giving back, in any order. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 8, 16})
    void twoRealmsNeverHaveAllPlaces(int all) {
        Set<List<Integer>> reached = new HashSet<>();
        Deque<List<Integer>> ahead = new ArrayDeque<>(List.of(List.of(0, 0)));
        while (!ahead.isEmpty()) {
            List<Integer> state = ahead.remove();
            if (reached.add(state)) {
                assertThat(state.get(0) + state.get(1)).isLessThan(all);
                after(all, state, "a", "b").forEach(ahead::add);
            }
        }
        assertThat(reached).contains(List.of(1, 1)).hasSizeGreaterThan(all - 1);
    }

    @Test
    void withFewerThanThreeThereIsNoneForAThird() {
        assertThatThrownBy(() -> new Places(2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<List<Integer>> after(int all, List<Integer> state, String first, String second) {
        int a = state.get(0);
        int b = state.get(1);
        List<List<Integer>> next = new ArrayList<>();
        if (in(all, a, b).take(first)) {
            next.add(List.of(a + 1, b));
        }
        if (in(all, a, b).take(second)) {
            next.add(List.of(a, b + 1));
        }
        if (a > 0) {
            next.add(List.of(a - 1, b));
        }
        if (b > 0) {
            next.add(List.of(a, b - 1));
        }
        return next;
    }

    /** Places in a state that was reached: the larger number is taken first. */
    private static Places in(int all, int a, int b) {
        Places places = new Places(all);
        String more = a >= b ? "a" : "b";
        assertThat(taken(places, more, Math.max(a, b))).isEqualTo(Math.max(a, b));
        assertThat(taken(places, a >= b ? "b" : "a", Math.min(a, b))).isEqualTo(Math.min(a, b));
        return places;
    }

    private static int taken(Places places, String realm, int wanted) {
        int taken = 0;
        while (taken < wanted && places.take(realm)) {
            taken++;
        }
        return taken;
    }
}
