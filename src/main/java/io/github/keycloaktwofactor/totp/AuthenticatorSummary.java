package io.github.keycloaktwofactor.totp;

import io.github.keycloaktwofactor.attempt.Counters;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

/**
 * One authenticator of a user, with what distinguishes it for its owner.
 *
 * @param label the owner's label, or null
 * @param confirmed when it was set up; null if unknown
 * @param lastUsed start of the last time step whose code was accepted, accurate to about a minute; null if there was none,
 *     and for HOTP
 */
public record AuthenticatorSummary(
        @Nullable String label,
        @Nullable Instant confirmed,
        @Nullable Instant lastUsed) {

    public static List<AuthenticatorSummary> of(UserModel user, Counters counters, Clock clock) {
        Map<String, Authenticator> readable = Authenticators.readable(user).stream()
                .collect(Collectors.toMap(Authenticator::id, Function.identity()));
        return Authenticators.of(user).stream()
                .map(row -> of(row, lastUsed(counters, readable.get(row.getId()), clock)))
                .toList();
    }

    private static AuthenticatorSummary of(CredentialModel row, @Nullable Instant lastUsed) {
        Long created = row.getCreatedDate();
        return new AuthenticatorSummary(
                row.getUserLabel(), created == null ? null : Instant.ofEpochMilli(created), lastUsed);
    }

    private static @Nullable Instant lastUsed(Counters counters, @Nullable Authenticator authenticator, Clock clock) {
        if (authenticator == null || authenticator.parameters().kind() == OtpKind.HOTP) {
            return null;
        }
        var step = counters.lastStep(authenticator.id());
        if (step.isEmpty()) {
            return null;
        }
        Instant begun = Instant.ofEpochSecond(
                step.getAsLong() * authenticator.parameters().period());
        Instant now = clock.instant();
        // The clock of a phone may be ahead, but nothing was used in the future.
        return begun.isAfter(now) ? now : begun;
    }
}
