package io.github.keycloaktwofactor.recovery;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;

/**
 * A stored set of recovery codes: one salt, one hash per code in the order of the sheet, and the hash algorithm. With one
 * salt for the set, an attempt costs one slow hash, however many codes there are.
 */
final class HashedRecoveryCodes {

    static final int SALT_BYTES = 16;

    private final RecoveryCodeHash hash;
    private final byte[] salt;
    private final List<byte[]> hashes;

    /** @throws IllegalArgumentException if salt, number of hashes or a hash has not the size that a set is made with */
    HashedRecoveryCodes(RecoveryCodeHash hash, byte[] salt, List<byte[]> hashes) {
        boolean complete = salt.length == SALT_BYTES
                && !hashes.isEmpty()
                && hashes.size() <= RecoveryCodeGenerator.MOST_CODES
                && hashes.stream().allMatch(each -> each.length == RecoveryCodeHash.BYTES);
        if (!complete) {
            throw new IllegalArgumentException("Not a set of hashed recovery codes");
        }
        this.hash = hash;
        this.salt = salt.clone();
        this.hashes = hashes.stream().map(byte[]::clone).toList();
    }

    /**
     * Hashes a new set; as slow as all its codes together.
     *
     * @param codes 1 to 20
     */
    public static HashedRecoveryCodes hash(List<RecoveryCode> codes, RecoveryCodeHash hash, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new HashedRecoveryCodes(
                hash, salt, codes.stream().map(code -> hash.hash(code, salt)).toList());
    }

    /**
     * The index of the code in the set. One slow hash, compared in constant time with every stored one, so that timing does
     * not reveal which code it was.
     *
     * @return 0 to {@link #count()} - 1, or -1 if the code is not in the set; whether it was used already is not known
     *     here
     */
    public int indexOf(RecoveryCode code) {
        byte[] typed = hash.hash(code, salt);
        int index = -1;
        for (int i = 0; i < hashes.size(); i++) {
            index = MessageDigest.isEqual(hashes.get(i), typed) ? i : index;
        }
        return index;
    }

    /** Size of the set, including used codes. */
    public int count() {
        return hashes.size();
    }

    RecoveryCodeHash hash() {
        return hash;
    }

    byte[] salt() {
        return salt.clone();
    }

    List<byte[]> hashes() {
        return hashes.stream().map(byte[]::clone).toList();
    }

    @Override
    public String toString() {
        return "HashedRecoveryCodes[" + count() + ", " + hash.algorithm() + "]";
    }
}
