package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.recovery.RecoveryCode;
import io.github.keycloaktwofactor.session.PageLifetime;
import io.github.keycloaktwofactor.session.SignInNote;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * New recovery codes between the moment they are stored and the moment the person says they are saved. They live in the
 * authentication session alone.
 *
 * @param why what the page says above them
 * @param created when they were made
 * @param codes the codes
 */
public record UnacknowledgedCodes(Why why, Instant created, List<RecoveryCode> codes) {

    /** Why there are new codes. */
    public enum Why {
        ENABLED("enabled", TwoFactorChange.ENABLED, CardMessage.ENABLED),
        /** The first set of somebody who has had an authenticator without. */
        FIRST("first", TwoFactorChange.CODES, CardMessage.FIRST_CODES),
        REGENERATED("regenerated", TwoFactorChange.CODES, CardMessage.REGENERATED);

        private final String text;
        private final TwoFactorChange change;
        private final CardMessage afterwards;

        Why(String text, TwoFactorChange change, CardMessage afterwards) {
            this.text = text;
            this.change = change;
            this.afterwards = afterwards;
        }

        TwoFactorChange change() {
            return change;
        }

        /** What the card says once the codes are saved. */
        public CardMessage afterwards() {
            return afterwards;
        }

        /** The name that the template knows. */
        String text() {
            return text;
        }
    }

    public static Optional<UnacknowledgedCodes> in(AuthenticationSessionModel authentication) {
        String note = SignInNote.NEW_CODES.in(authentication);
        if (note == null) {
            return Optional.empty();
        }
        String[] parts = note.split("\\|");
        List<RecoveryCode> codes = Arrays.stream(parts[2].split(" "))
                .map(RecoveryCode::parse)
                .flatMap(Optional::stream)
                .toList();
        return Optional.of(
                new UnacknowledgedCodes(Why.valueOf(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])), codes));
    }

    /** Whether they are the first, of somebody who has just set up two-factor. */
    boolean afterSetUp() {
        return why == Why.ENABLED;
    }

    static boolean anyIn(AuthenticationSessionModel authentication) {
        return SignInNote.NEW_CODES.isIn(authentication);
    }

    static void drop(AuthenticationSessionModel authentication) {
        SignInNote.NEW_CODES.drop(authentication);
        PageLifetime.isOver(authentication);
    }

    void keep(AuthenticationSessionModel authentication) {
        String joined = codes.stream().map(RecoveryCode::display).collect(Collectors.joining(" "));
        SignInNote.NEW_CODES.put(
                authentication, String.join("|", why.name(), Long.toString(created.toEpochMilli()), joined));
        PageLifetime.lastsUntil(authentication, created.plus(PageLifetime.WAITS));
    }

    @Override
    public String toString() {
        return "UnacknowledgedCodes[" + codes.size() + "]";
    }
}
