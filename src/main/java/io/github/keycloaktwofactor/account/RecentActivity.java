package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.event.IpAddress;
import io.github.keycloaktwofactor.page.PageContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;

/**
 * A user's recent two-factor activity, from the events that the realm saves. How long they are kept is a setting of the
 * realm; a realm that saves none shows none.
 */
final class RecentActivity {

    private static final int SHOWN = 10;

    /** How many of these may be changes, which others cannot make. */
    private static final int CHANGED = 5;

    /** Keycloak has an index for the events of a user; this limits the cost after a long attack. */
    private static final int LOOKED_AT = 100;

    private final PageContext context;

    RecentActivity(PageContext context) {
        this.context = context;
    }

    /** The list for the template, newest first; null if the realm saves no events. */
    @Nullable
    List<Map<String, Object>> shown() {
        EventStoreProvider store = context.session().getProvider(EventStoreProvider.class);
        if (store == null || !context.realm().isEventsEnabled()) {
            return null;
        }
        LocalDates dates = new LocalDates(context);
        // Wrong passwords, which anyone can submit, must not push changes off the list.
        return Stream.concat(
                        latest(store, CHANGED, EventType.UPDATE_CREDENTIAL, EventType.REMOVE_CREDENTIAL).stream(),
                        latest(store, SHOWN - CHANGED, EventType.LOGIN, EventType.LOGIN_ERROR).stream())
                .sorted(Comparator.comparing(Row::at).reversed())
                .map(row -> row.shown(dates))
                .toList();
    }

    private List<Row> latest(EventStoreProvider store, int most, EventType... types) {
        List<Row> rows = new ArrayList<>();
        try (Stream<Event> events = store.createQuery()
                .realm(context.realm().getId())
                .user(context.user().getId())
                .type(types)
                .orderByDescTime()
                .maxResults(LOOKED_AT)
                .getResultStream()) {
            Row last = null;
            for (Row row : events.flatMap(event -> Row.of(event).stream()).toList()) {
                if (rows.size() < most && !row.repeats(last)) {
                    rows.add(row);
                }
                last = row;
            }
        }
        return rows;
    }

    private record Row(Activity activity, Instant at, String address) {

        static Optional<Row> of(Event event) {
            return Activity.of(event)
                    .map(activity -> new Row(
                            activity, Instant.ofEpochMilli(event.getTime()), IpAddress.shown(event.getIpAddress())));
        }

        boolean repeats(@Nullable Row later) {
            return later != null && !activity.single() && later.activity == activity && later.address.equals(address);
        }

        Map<String, Object> shown(LocalDates dates) {
            Map<String, Object> row = new HashMap<>();
            row.put("what", activity.message());
            row.put("at", dates.moment(at));
            row.put("address", address.isEmpty() ? null : address);
            return row;
        }
    }
}
