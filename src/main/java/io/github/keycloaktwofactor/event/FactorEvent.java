package io.github.keycloaktwofactor.event;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;

/**
 * Recognizes events that may report an added or removed factor. A factor that is added and removed again leaves no other
 * trace.
 */
public final class FactorEvent {

    /** Credential type of trusted devices, which are not factors. */
    public static final String TRUSTED_DEVICE_TYPE = "two-factor-trusted-device";

    /** Credential type of verified links to identity providers, which are not factors. */
    public static final String PROVED_LINK_TYPE = "two-factor-identity-provider";

    @SuppressWarnings("deprecation") // Servers and extensions still send the older ones, some of them alone.
    private static final Set<EventType> TYPES = EnumSet.of(
            EventType.UPDATE_CREDENTIAL, EventType.REMOVE_CREDENTIAL, EventType.UPDATE_TOTP, EventType.REMOVE_TOTP);

    private static final List<String> NO_FACTORS = List.of(TRUSTED_DEVICE_TYPE, PROVED_LINK_TYPE);

    private static final Pattern USER = Pattern.compile("users/([^/]+)");

    private static final Pattern CREDENTIAL = Pattern.compile("users/([^/]+)/credentials/([^/]+)");

    private FactorEvent() {}

    /** Id of the user whose factor was added or removed. */
    public static Optional<String> of(Event event) {
        return TYPES.contains(event.getType()) && isFactor(event.getDetails())
                ? Optional.ofNullable(event.getUserId())
                : Optional.empty();
    }

    /** The credential that an administrator removed, a factor or not. */
    public static Optional<Removed> removed(AdminEvent event) {
        Matcher path = CREDENTIAL.matcher(path(event));
        return path.matches() && isFactor(event.getDetails())
                ? Optional.of(new Removed(path.group(1), path.group(2)))
                : Optional.empty();
    }

    /** Id of a user whose representation an administrator saved, which can hold credentials. */
    public static Optional<String> saved(AdminEvent event) {
        Matcher path = USER.matcher(path(event));
        return path.matches() ? Optional.of(path.group(1)) : Optional.empty();
    }

    private static String path(AdminEvent event) {
        return event.getResourcePath() == null ? "" : event.getResourcePath();
    }

    private static boolean isFactor(@Nullable Map<String, String> details) {
        return details == null || !NO_FACTORS.contains(details.get(Details.CREDENTIAL_TYPE));
    }

    /**
     * A removed credential.
     *
     * @param userId id of its user
     * @param credentialId its id
     */
    public record Removed(String userId, String credentialId) {}
}
