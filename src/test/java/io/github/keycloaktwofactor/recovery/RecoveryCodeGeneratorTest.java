package io.github.keycloaktwofactor.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryCodeGeneratorTest {

    private final RecoveryCodeGenerator generator = new RecoveryCodeGenerator(new SecureRandom());

    @ParameterizedTest
    @CsvSource({"1,2", "8,2", "10,3", "16,4", "20,6"})
    void makesAsManyCodesOfAsManyGroupsAsAsked(int count, int groups) {
        List<RecoveryCode> codes = generator.generate(count, groups);

        assertThat(codes).hasSize(count).doesNotHaveDuplicates();
        assertThat(codes)
                .extracting(RecoveryCode::display)
                .allMatch(code -> code.matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){" + (groups - 1) + "}"));
        assertThat(codes)
                .allSatisfy(
                        code -> assertThat(RecoveryCode.parse(code.display())).contains(code));
    }

    /**
     * 1 000 sets of 20, 160 000 symbols, 5 000 of each expected. The bound is 6 standard deviations (70 each), so a fair
     * generator fails about once in ten million runs and one with a modulo bias always.
     */
    @Test
    void symbolsAreEquallyLikelyAndNoCodeIsDigitsAlone() {
        int[] histogram = new int[RecoveryCode.ALPHABET.length()];
        Set<RecoveryCode> seen = new HashSet<>();
        for (int set = 0; set < 1_000; set++) {
            List<RecoveryCode> codes = generator.generate(20, 2);
            assertThat(codes).doesNotHaveDuplicates();
            assertThat(codes).noneMatch(code -> code.canonical().matches("[0-9]+"));
            codes.forEach(code -> code.canonical().chars().forEach(c -> histogram[RecoveryCode.ALPHABET.indexOf(c)]++));
            seen.addAll(codes);
        }
        assertThat(histogram).hasSize(32);
        assertThat(histogram).satisfies(counts -> {
            for (int count : counts) {
                assertThat(count).isBetween(5_000 - 420, 5_000 + 420);
            }
        });
        assertThat(seen).hasSizeGreaterThan(19_990);
    }

    @Test
    void aCodeOfDigitsAloneAndARepeatedCodeAreMadeAnew() {
        RecoveryCodeGenerator scripted = new RecoveryCodeGenerator(
                new ScriptedRandom("00000009", "ABCDEFGH", "ABCDEFGH", "12345678", "9999999A"));

        assertThat(scripted.generate(2, 2)).extracting(RecoveryCode::display).containsExactly("ABCD-EFGH", "9999-999A");
    }

    @ParameterizedTest
    @CsvSource({"0,2", "-1,2", "21,2", "8,1", "8,7"})
    void refusesNumbersOutOfRange(int count, int groups) {
        assertThatThrownBy(() -> generator.generate(count, groups)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Gives the bytes that lead to these codes, with all eight bits in use. */
    private static final class ScriptedRandom extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final Deque<String> codes;

        ScriptedRandom(String... codes) {
            this.codes = new ArrayDeque<>(List.of(codes));
        }

        @Override
        public void nextBytes(byte[] bytes) {
            String code = codes.remove();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (RecoveryCode.ALPHABET.indexOf(code.charAt(i)) | 0xE0);
            }
        }
    }
}
