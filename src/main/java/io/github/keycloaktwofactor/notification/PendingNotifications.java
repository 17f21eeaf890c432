package io.github.keycloaktwofactor.notification;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.keycloak.models.AbstractKeycloakTransaction;

/**
 * What happened in one request. Users are notified only after its transaction has ended, and once per click, however many
 * events it raised.
 */
final class PendingNotifications extends AbstractKeycloakTransaction {

    private static final Set<EventKind> TOLD_BY_OUR_PAGES =
            EnumSet.of(EventKind.ENABLED, EventKind.DISABLED, EventKind.REPLACED);

    private static final Set<EventKind> PARTS_OF_THESE = EnumSet.of(
            EventKind.AUTHENTICATOR_STORED,
            EventKind.AUTHENTICATOR_REMOVED,
            EventKind.NEW_CODES,
            EventKind.FIRST_CODES,
            EventKind.CODES_REMOVED);

    /** The first codes come with the authenticator. */
    private static final Set<EventKind> PARTS_OF_A_STORED_AUTHENTICATOR =
            EnumSet.of(EventKind.NEW_CODES, EventKind.FIRST_CODES);

    private static final Set<EventKind> USED_CODES =
            EnumSet.of(EventKind.RECOVERY_CODE_USED, EventKind.STOCK_RECOVERY_CODE_USED);

    private final Map<String, Map<EventKind, SecurityEvent>> byUser = new LinkedHashMap<>();
    private final Consumer<SecurityEvent> listener;

    PendingNotifications(Consumer<SecurityEvent> listener) {
        this.listener = listener;
    }

    void add(SecurityEvent securityEvent) {
        byUser.computeIfAbsent(securityEvent.userId(), id -> new EnumMap<>(EventKind.class))
                .put(securityEvent.eventKind(), securityEvent);
    }

    @Override
    protected void commitImpl() {
        byUser.values().forEach(happened -> {
            Set<EventKind> told = told(happened.keySet());
            happened.values().stream()
                    .filter(securityEvent -> told.contains(securityEvent.eventKind()))
                    .forEach(listener);
        });
    }

    /** A code remains accepted or counted even if the request is rolled back. */
    @Override
    protected void rollbackImpl() {
        byUser.values().stream()
                .flatMap(happened -> happened.values().stream())
                .filter(securityEvent -> USED_CODES.contains(securityEvent.eventKind()))
                .forEach(listener);
    }

    static Set<EventKind> told(Set<EventKind> happened) {
        Set<EventKind> told = EnumSet.copyOf(happened);
        if (happened.stream().anyMatch(TOLD_BY_OUR_PAGES::contains)) {
            told.removeAll(PARTS_OF_THESE);
        } else if (happened.contains(EventKind.AUTHENTICATOR_STORED)) {
            told.removeAll(PARTS_OF_A_STORED_AUTHENTICATOR);
        } else if (happened.contains(EventKind.AUTHENTICATOR_REMOVED)) {
            told.remove(EventKind.CODES_REMOVED);
        }
        return told;
    }
}
