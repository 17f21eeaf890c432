package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.IpAddress;
import io.github.keycloaktwofactor.report.UserDetails.RecentEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A user's two-factor history from Keycloak's saved events: sign-ins, refused codes, set-ups and removals. */
final class RecentEvents {

    private static final int SHOWN_OF_EACH = 10;

    /** Keycloak has an index for the events of a user; this limits the cost after a long attack. */
    private static final int LOOKED_AT = 100;

    private static final Set<String> DETAILS = Set.of(
            EventDetail.FACTOR,
            EventDetail.REASON,
            EventDetail.COUNTER,
            EventDetail.CHANGE,
            EventDetail.PASSWORD,
            EventDetail.UNTIL,
            EventDetail.SET_UP,
            Details.CREDENTIAL_TYPE);

    private RecentEvents() {}

    /** Newest first; null if the realm saves no events. */
    static @Nullable List<RecentEvent> of(KeycloakSession session, RealmModel realm, UserModel user) {
        EventStoreProvider store = session.getProvider(EventStoreProvider.class);
        if (store == null || !realm.isEventsEnabled()) {
            return null;
        }
        // Wrong passwords, which anyone can submit, must not push changes off the list.
        return Stream.of(
                        latest(store, realm, user, EventType.UPDATE_CREDENTIAL, EventType.REMOVE_CREDENTIAL),
                        latest(
                                store,
                                realm,
                                user,
                                EventType.LOGIN,
                                EventType.LOGIN_ERROR,
                                EventType.CUSTOM_REQUIRED_ACTION,
                                EventType.CUSTOM_REQUIRED_ACTION_ERROR))
                .flatMap(List::stream)
                .sorted(Comparator.comparing(RecentEvent::at).reversed())
                .toList();
    }

    private static List<RecentEvent> latest(
            EventStoreProvider store, RealmModel realm, UserModel user, EventType... types) {
        try (Stream<Event> events = store.createQuery()
                .realm(realm.getId())
                .user(user.getId())
                .type(types)
                .orderByDescTime()
                .maxResults(LOOKED_AT)
                .getResultStream()) {
            return events.map(RecentEvents::shown)
                    .filter(event -> !event.details().isEmpty())
                    .limit(SHOWN_OF_EACH)
                    .toList();
        }
    }

    private static RecentEvent shown(Event event) {
        Map<String, String> details = new TreeMap<>(Objects.requireNonNullElse(event.getDetails(), Map.of()));
        details.keySet().retainAll(DETAILS);
        String address = IpAddress.shown(event.getIpAddress());
        return new RecentEvent(
                event.getTime(), event.getType().name(), event.getError(), details, address.isEmpty() ? null : address);
    }
}
