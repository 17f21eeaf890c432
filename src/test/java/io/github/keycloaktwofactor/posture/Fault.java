package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.function.Consumer;

/**
 * Something that can be wrong with a realm.
 *
 * @param finding the id of what is found then
 * @param object the name of what it is found about; the word "realm" for the realm itself
 * @param also ids of what is found besides, because the fault cannot be made alone
 */
record Fault(String finding, String object, List<String> also, Consumer<TestRealm> make, Consumer<TestRealm> mend) {

    static Fault of(String finding, String object, Consumer<TestRealm> make, Consumer<TestRealm> mend) {
        return new Fault(finding, object, List.of(), make, mend);
    }

    Fault with(String... others) {
        return new Fault(finding, object, List.of(others), make, mend);
    }

    @Override
    public String toString() {
        return finding;
    }
}
