package io.github.keycloaktwofactor.notification;

import java.util.Arrays;
import java.util.List;
import org.hibernate.event.spi.PostUpdateEvent;
import org.jspecify.annotations.Nullable;

/** The fields that an update of a row has changed. */
final class ChangedFields {

    private final List<String> names;
    private final PostUpdateEvent event;

    ChangedFields(PostUpdateEvent event) {
        this.names = List.of(event.getPersister().getPropertyNames());
        this.event = event;
    }

    /** Whether a different value was written; false if the previous one is unknown. */
    boolean contain(String name) {
        int[] changed = event.getDirtyProperties();
        int index = names.indexOf(name);
        return event.getOldState() != null
                && changed != null
                && Arrays.stream(changed).anyMatch(i -> i == index);
    }

    @Nullable
    Object before(String name) {
        return event.getOldState()[names.indexOf(name)];
    }

    @Nullable
    Object now(String name) {
        return event.getState()[names.indexOf(name)];
    }
}
