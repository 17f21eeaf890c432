package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.EventType;

/** Some event types that report two-factor are not saved. */
final class EventTypesMissing implements Check {

    private static final List<EventType> TYPES = List.of(
            EventType.LOGIN,
            EventType.LOGIN_ERROR,
            EventType.LOGOUT,
            EventType.UPDATE_CREDENTIAL,
            EventType.REMOVE_CREDENTIAL,
            EventType.REMOVE_CREDENTIAL_ERROR,
            EventType.CUSTOM_REQUIRED_ACTION,
            EventType.CUSTOM_REQUIRED_ACTION_ERROR);

    @Override
    public String id() {
        return "event-types-missing";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        Set<String> saved = realm.realm().getEnabledEventTypesStream().collect(Collectors.toSet());
        String missing = TYPES.stream()
                .filter(type -> saved.isEmpty() ? !type.isSaveByDefault() : !saved.contains(type.name()))
                .map(EventType::name)
                .collect(Collectors.joining(", "));
        return ofRealm(
                realm,
                realm.realm().isEventsEnabled() && !missing.isEmpty(),
                Severity.MEDIUM,
                "User events are saved, but not all types that report two-factor. Missing: " + missing + ".",
                "Add these types under Realm settings, Events, User events settings.");
    }
}
