package io.github.keycloaktwofactor.recovery;

import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes sets of recovery codes: distinct within a set, every symbol equally likely (5 random bits each). */
final class RecoveryCodeGenerator {

    static final int MOST_CODES = 20;

    private final SecureRandom random;

    public RecoveryCodeGenerator(SecureRandom random) {
        this.random = random;
    }

    /**
     * A fresh set.
     *
     * @param count 1 to 20 codes
     * @param groups 2 to 6 groups of four symbols, 20 bits each
     * @throws IllegalArgumentException if a number is out of range
     */
    public List<RecoveryCode> generate(int count, int groups) {
        if (count < 1 || count > MOST_CODES) {
            throw new IllegalArgumentException("A set has 1 to " + MOST_CODES + " recovery codes, not " + count);
        }
        if (groups < RecoveryCode.FEWEST_GROUPS || groups > RecoveryCode.MOST_GROUPS) {
            throw new IllegalArgumentException("A recovery code has 2 to 6 groups, not " + groups);
        }
        Set<RecoveryCode> codes = new LinkedHashSet<>();
        while (codes.size() < count) {
            // Empty when all symbols happen to be digits, about once in 11 000 codes of two groups.
            RecoveryCode.ofSymbols(symbols(groups * RecoveryCode.GROUP)).ifPresent(codes::add);
        }
        return List.copyOf(codes);
    }

    private String symbols(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        StringBuilder symbols = new StringBuilder(length);
        for (byte octet : bytes) {
            symbols.append(RecoveryCode.ALPHABET.charAt(octet & 0x1F));
        }
        return symbols.toString();
    }
}
