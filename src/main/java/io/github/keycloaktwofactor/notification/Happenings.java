package io.github.keycloaktwofactor.notification;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.keycloak.models.AbstractKeycloakTransaction;

/**
 * What happened in one request. Only after its transaction has ended is anything told, and one press is told once,
 * however many events it brought.
 */
final class Happenings extends AbstractKeycloakTransaction {

    private static final Set<Occasion> TOLD_BY_OUR_PAGES =
            EnumSet.of(Occasion.ENABLED, Occasion.DISABLED, Occasion.REPLACED);

    private static final Set<Occasion> PARTS_OF_THESE = EnumSet.of(
            Occasion.AUTHENTICATOR_STORED,
            Occasion.AUTHENTICATOR_REMOVED,
            Occasion.NEW_CODES,
            Occasion.FIRST_CODES,
            Occasion.CODES_REMOVED);

    /** The first codes come with the authenticator. */
    private static final Set<Occasion> PARTS_OF_A_STORED_AUTHENTICATOR =
            EnumSet.of(Occasion.NEW_CODES, Occasion.FIRST_CODES);

    private final Map<String, Map<Occasion, Happening>> byUser = new LinkedHashMap<>();
    private final Consumer<Happening> listener;

    Happenings(Consumer<Happening> listener) {
        this.listener = listener;
    }

    void add(Happening happening) {
        byUser.computeIfAbsent(happening.userId(), id -> new EnumMap<>(Occasion.class))
                .put(happening.occasion(), happening);
    }

    @Override
    protected void commitImpl() {
        byUser.values().forEach(happened -> {
            Set<Occasion> told = told(happened.keySet());
            happened.values().stream()
                    .filter(happening -> told.contains(happening.occasion()))
                    .forEach(listener);
        });
    }

    /** A code that was accepted or counted stays so, whatever becomes of the request. */
    @Override
    protected void rollbackImpl() {
        byUser.values().stream()
                .flatMap(happened -> happened.values().stream())
                .filter(happening -> happening.occasion() == Occasion.RECOVERY_CODE_USED)
                .forEach(listener);
    }

    static Set<Occasion> told(Set<Occasion> happened) {
        Set<Occasion> told = EnumSet.copyOf(happened);
        if (happened.stream().anyMatch(TOLD_BY_OUR_PAGES::contains)) {
            told.removeAll(PARTS_OF_THESE);
        } else if (happened.contains(Occasion.AUTHENTICATOR_STORED)) {
            told.removeAll(PARTS_OF_A_STORED_AUTHENTICATOR);
        } else if (happened.contains(Occasion.AUTHENTICATOR_REMOVED)) {
            told.remove(Occasion.CODES_REMOVED);
        }
        return told;
    }
}
