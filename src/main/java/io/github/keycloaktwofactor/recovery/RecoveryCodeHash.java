package io.github.keycloaktwofactor.recovery;

import java.util.Map;
import java.util.Optional;

/**
 * A slow hash for recovery codes and its cost, which is stored with the hashes so that old sets remain valid after a change
 * of the default. Stored names and costs are untrusted: an unknown name, or a cost high enough for denial of service, is
 * rejected.
 */
sealed interface RecoveryCodeHash permits Argon2idHash, Pbkdf2Hash {

    /** Length of every hash. */
    int BYTES = 32;

    /** The hash for new sets: Argon2id, or PBKDF2 where the server has no Argon2 (FIPS mode). */
    static RecoveryCodeHash preferred() {
        return Argon2idHash.isAvailable() ? Argon2idHash.DEFAULT : Pbkdf2Hash.DEFAULT;
    }

    /**
     * The hash that a stored set was made with.
     *
     * @param cost as {@link #cost()} gave it; further entries do not matter
     * @return empty if the name is unknown, this server lacks the algorithm, or the cost is incomplete or absurd
     */
    static Optional<RecoveryCodeHash> stored(String algorithm, Map<String, Integer> cost) {
        try {
            return switch (algorithm) {
                case Argon2idHash.NAME -> Argon2idHash.stored(cost);
                case Pbkdf2Hash.NAME -> Pbkdf2Hash.stored(cost);
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The name that is stored. */
    String algorithm();

    /** The cost that is stored, in the algorithm's own terms. */
    Map<String, Integer> cost();

    /** {@value #BYTES} bytes. Takes tens of milliseconds: count the attempt first. */
    byte[] hash(RecoveryCode code, byte[] salt);
}
