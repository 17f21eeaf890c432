package io.github.keycloaktwofactor.recovery;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id version 1.3 (RFC 9106) from the BouncyCastle that the server ships.
 *
 * @param memory in KiB
 */
record Argon2idHash(int memory, int iterations, int parallelism) implements RecoveryCodeHash {

    static final String NAME = "argon2id";

    /** The cost of Keycloak's own password hashing. */
    static final Argon2idHash DEFAULT = new Argon2idHash(7168, 5, 1);

    private static final int MOST_MEMORY = 64 * 1024;
    private static final int MOST_PARALLELISM = 4;

    /** KiB written in all passes together: about seven times the default. */
    private static final int MOST_WORK = 256 * 1024;

    private static final boolean AVAILABLE = probe();

    Argon2idHash {
        boolean sane = parallelism >= 1
                && parallelism <= MOST_PARALLELISM
                && memory >= 8 * parallelism
                && memory <= MOST_MEMORY
                && iterations >= 1
                && (long) memory * iterations <= MOST_WORK;
        if (!sane) {
            throw new IllegalArgumentException("Absurd cost of Argon2id");
        }
    }

    static Optional<RecoveryCodeHash> stored(Map<String, Integer> cost) {
        Integer memory = cost.get("memory");
        Integer iterations = cost.get("iterations");
        Integer parallelism = cost.get("parallelism");
        return !isAvailable() || memory == null || iterations == null || parallelism == null
                ? Optional.empty()
                : Optional.of(new Argon2idHash(memory, iterations, parallelism));
    }

    /** Whether the server has the class at all: in FIPS mode its BouncyCastle is another one, without Argon2. */
    static boolean isAvailable() {
        return AVAILABLE;
    }

    @Override
    public String algorithm() {
        return NAME;
    }

    @Override
    public Map<String, Integer> cost() {
        Map<String, Integer> cost = new LinkedHashMap<>();
        cost.put("memory", memory);
        cost.put("iterations", iterations);
        cost.put("parallelism", parallelism);
        return cost;
    }

    @Override
    public byte[] hash(RecoveryCode code, byte[] salt) {
        return generate(this, code.canonical().getBytes(StandardCharsets.US_ASCII), salt);
    }

    private static boolean probe() {
        try {
            generate(new Argon2idHash(8, 1, 1), new byte[8], new byte[16]);
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    private static byte[] generate(Argon2idHash cost, byte[] secret, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory)
                .withIterations(cost.iterations)
                .withParallelism(cost.parallelism)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[BYTES];
        generator.generateBytes(secret, hash);
        return hash;
    }
}
