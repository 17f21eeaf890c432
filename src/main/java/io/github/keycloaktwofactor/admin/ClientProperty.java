package io.github.keycloaktwofactor.admin;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/** A property of a client that the set-up corrects. */
final class ClientProperty {

    private final String name;
    private final Object wanted;
    private final Function<ClientModel, @Nullable Object> reading;
    private final Consumer<ClientModel> correction;

    /**
     * A property.
     *
     * @param name its name in the response of the set-up
     * @param wanted the required value
     * @param reading reads the current value
     * @param correction sets the required value
     */
    ClientProperty(
            String name,
            Object wanted,
            Function<ClientModel, @Nullable Object> reading,
            Consumer<ClientModel> correction) {
        this.name = name;
        this.wanted = wanted;
        this.reading = reading;
        this.correction = correction;
    }

    /** A property with a getter and a setter. */
    static <T> ClientProperty value(
            String name, T wanted, Function<ClientModel, @Nullable Object> reading, BiConsumer<ClientModel, T> set) {
        return new ClientProperty(name, wanted, reading, client -> set.accept(client, wanted));
    }

    String name() {
        return name;
    }

    Object wanted() {
        return wanted;
    }

    @Nullable
    Object of(ClientModel client) {
        return reading.apply(client);
    }

    void putRight(ClientModel client) {
        correction.accept(client);
    }
}
