package io.github.keycloaktwofactor.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/** A mark whose factor its user still has. Whoever takes the factor away, the mark ends with it. */
final class LivingMark {

    private LivingMark() {}

    /** The mark that the note of a session says, if it is of that user and rests on something that is still there. */
    static Optional<Mark> of(@Nullable String note, UserModel user) {
        return Mark.parse(note).filter(mark -> mark.userId().equals(user.getId()) && lives(mark, user));
    }

    private static boolean lives(Mark mark, UserModel user) {
        return mark.method()
                .credentialType()
                .map(type -> user.credentialManager()
                        .getStoredCredentialsByTypeStream(type)
                        .findAny()
                        .isPresent())
                .orElse(true);
    }
}
