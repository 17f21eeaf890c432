package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 10, fail closed: what is broken in the policy lets nobody in at any door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FailClosedIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().switchOn(Map.of("requireEveryone", "false"));
    }

    /** What can be broken. */
    enum Fault {
        GONE_REQUIRED_ROLE("requiredRoles", "gone"),
        GONE_ADMIN_ROLE("adminRoles", "gone"),
        UNREADABLE_FLAG("requireEveryone", "flase");

        private final String key;
        private final String value;

        Fault(String key, String value) {
            this.key = key;
            this.value = value;
        }

        /** The action's own address takes a config without validation, as an import does. */
        void breakIn(TestRealm realm) {
            ObjectNode action = (ObjectNode) realm.action(TestRealm.POLICY);
            ObjectNode config = action.withObject("/config");
            config.removeAll();
            config.put("requireEveryone", "false").put("requireAdmins", "true").put(key, value);
            realm.rest().put("/authentication/required-actions/" + TestRealm.POLICY, action);
        }
    }

    @ParameterizedTest
    @MethodSource("faultsAtDoors")
    void nobodyIsLetInByAFault(Fault fault, BrowserDoor door) {
        Visitor visitor = house.visitor(name(fault) + "-" + door.label());
        fault.breakIn(house.realm());

        assertThat(door.walk(visitor).kind()).isEqualTo(door.silent() ? Kind.REFUSED : Kind.SET_UP);
    }

    @Test
    void aGoneExemptRoleExemptsNobody() {
        house.realm().realmRole("guest");
        Visitor visitor = house.visitor("exempt", "guest");
        house.realm().configure(Map.of("requireEveryone", "true", "exemptRoles", "guest"));
        assertThat(BrowserDoor.LOGIN.walk(visitor).kind()).isEqualTo(Kind.LET_IN);

        house.realm().deleteRole("guest");

        assertThat(BrowserDoor.LOGIN.walk(visitor).kind()).isEqualTo(Kind.SET_UP);
        assertThat(BrowserDoor.COOKIE.walk(visitor).kind()).isEqualTo(Kind.SET_UP);
    }

    /** Every fault at the plain door, and the first at all of them. */
    static Stream<Arguments> faultsAtDoors() {
        return Stream.concat(
                Stream.of(BrowserDoor.values()).map(door -> Arguments.of(Fault.GONE_REQUIRED_ROLE, door)),
                Stream.of(Fault.GONE_ADMIN_ROLE, Fault.UNREADABLE_FLAG)
                        .flatMap(fault -> Stream.of(BrowserDoor.LOGIN, BrowserDoor.COOKIE, BrowserDoor.PROMPT_NONE)
                                .map(door -> Arguments.of(fault, door))));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
