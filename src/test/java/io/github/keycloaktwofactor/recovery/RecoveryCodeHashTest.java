package io.github.keycloaktwofactor.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodeHashTest {

    private static final RecoveryCode CODE = RecoveryCode.parse("7K2M-9QXP").orElseThrow();

    /** Computed with the argon2 tool of the reference implementation. */
    @ParameterizedTest
    @CsvSource({
        "7168, 5, b0cbb208305f16ef3b58e29d83e575fb2c7e86a6206ddbbecb45e8cd840aa33d",
        "64,   2, 1f71f5685701a7267d2ef40fde0f9b13482cea35a9f4f6d0cc371ce568dde0c9"
    })
    void argon2idGivesTheValuesOfTheReferenceImplementation(int memory, int iterations, String hex) {
        byte[] salt = "saltsaltsaltsalt".getBytes(StandardCharsets.US_ASCII);

        assertThat(new Argon2idHash(memory, iterations, 1).hash(CODE, salt))
                .isEqualTo(HexFormat.of().parseHex(hex));
    }

    /** Computed with another implementation, for the text "two-factor-recovery-code:7K2M9QXP". */
    @ParameterizedTest
    @CsvSource({
        "210000, 0a32a923b8e7355c49c083524f3d428c62fccb20b38cd98bb083a2df5eed31fe",
        "1000,   a3fdde9f43f1a612fc25f4674588d3bddbe34d7d0c320140c044e8771f48d521"
    })
    void pbkdf2GivesTheValuesOfAnotherImplementation(int iterations, String hex) {
        byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

        assertThat(new Pbkdf2Hash(iterations).hash(CODE, salt))
                .isEqualTo(HexFormat.of().parseHex(hex));
    }

    @Test
    void newSetsCostWhatKeycloaksPasswordsCost() {
        RecoveryCodeHash preferred = RecoveryCodeHash.preferred();

        assertThat(preferred.algorithm()).isEqualTo("argon2id");
        assertThat(preferred.cost()).isEqualTo(Map.of("memory", 7168, "iterations", 5, "parallelism", 1));
        assertThat(Pbkdf2Hash.DEFAULT.cost()).isEqualTo(Map.of("iterations", 210_000));
    }

    @Test
    void aStoredHashIsReadBack() {
        for (RecoveryCodeHash hash :
                new RecoveryCodeHash[] {Argon2idHash.DEFAULT, new Argon2idHash(19456, 2, 1), Pbkdf2Hash.DEFAULT}) {
            assertThat(RecoveryCodeHash.stored(hash.algorithm(), hash.cost())).contains(hash);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "argon2", "Argon2id", "plain", "pbkdf2"})
    void anUnknownAlgorithmIsNoHash(String algorithm) {
        assertThat(RecoveryCodeHash.stored(algorithm, Argon2idHash.DEFAULT.cost()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, 5, 1",
        "65537, 1, 1",
        "65536, 5, 1",
        "7168, 2147483647, 1",
        "7168, 40, 1",
        "7168, 5, 5",
        "7168, 5, 0",
        "7168, 0, 1",
        "7, 5, 1",
        "15, 5, 2",
        "-7168, -5, 1"
    })
    void anAbsurdCostOfArgon2idIsNoHash(int memory, int iterations, int parallelism) {
        Map<String, Integer> cost = Map.of("memory", memory, "iterations", iterations, "parallelism", parallelism);

        assertThat(RecoveryCodeHash.stored("argon2id", cost)).isEmpty();
        assertThatThrownBy(() -> new Argon2idHash(memory, iterations, parallelism))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 1_000_001, Integer.MAX_VALUE})
    void anAbsurdCostOfPbkdf2IsNoHash(int iterations) {
        assertThat(RecoveryCodeHash.stored("pbkdf2-hmac-sha512", Map.of("iterations", iterations)))
                .isEmpty();
    }

    @Test
    void anIncompleteCostIsNoHash() {
        assertThat(RecoveryCodeHash.stored("argon2id", Map.of("memory", 7168, "iterations", 5)))
                .isEmpty();
        assertThat(RecoveryCodeHash.stored("pbkdf2-hmac-sha512", Map.of("memory", 7168)))
                .isEmpty();
    }

    @Test
    void withoutArgon2NewSetsUsePbkdf2AndAStoredArgon2idIsNoHash() throws Exception {
        Class<?> hash = new WithoutBouncyCastle().loadClass(RecoveryCodeHash.class.getName());

        Object preferred = invoke(hash.getMethod("preferred"), null);
        Object stored = invoke(
                hash.getMethod("stored", String.class, Map.class), null, "argon2id", Argon2idHash.DEFAULT.cost());

        assertThat(invoke(hash.getMethod("algorithm"), preferred)).isEqualTo("pbkdf2-hmac-sha512");
        assertThat(stored).isEqualTo(Optional.empty());
    }

    private static Object invoke(Method method, Object target, Object... arguments)
            throws IllegalAccessException, InvocationTargetException {
        method.setAccessible(true);
        return method.invoke(target, arguments);
    }

    /** Loads our classes again, on a server that has no BouncyCastle. */
    private static final class WithoutBouncyCastle extends ClassLoader {

        WithoutBouncyCastle() {
            super(RecoveryCodeHash.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.bouncycastle.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(RecoveryCodeHash.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
