package io.github.keycloaktwofactor.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HashedRecoveryCodesTest {

    private static final RecoveryCodeHash CHEAP = new Argon2idHash(8, 1, 1);

    private final SecureRandom random = new SecureRandom();
    private final List<RecoveryCode> codes = new RecoveryCodeGenerator(random).generate(20, 2);
    private final HashedRecoveryCodes hashed = HashedRecoveryCodes.hash(codes, CHEAP, random);

    @Test
    void everyCodeIsFoundWhereItStands() {
        assertThat(hashed.count()).isEqualTo(20);
        for (int i = 0; i < codes.size(); i++) {
            assertThat(hashed.indexOf(codes.get(i))).isEqualTo(i);
        }
    }

    @Test
    void anotherCodeIsNotFound() {
        List<RecoveryCode> small = codes.subList(1, 20);

        assertThat(HashedRecoveryCodes.hash(small, CHEAP, random).indexOf(codes.get(0)))
                .isEqualTo(-1);
    }

    @Test
    void aSetHasOneSaltOf16BytesAndNextTimeAnother() {
        HashedRecoveryCodes again = HashedRecoveryCodes.hash(codes, CHEAP, random);

        assertThat(hashed.salt()).hasSize(16).isNotEqualTo(again.salt());
        assertThat(hashed.hashes().get(0))
                .hasSize(32)
                .isNotEqualTo(again.hashes().get(0));
    }

    @Test
    void whatIsKeptHoldsNoCode() {
        String kept = Stream.concat(Stream.of(hashed.salt()), hashed.hashes().stream())
                .map(String::new)
                .reduce("", String::concat);

        assertThat(codes).noneMatch(code -> kept.contains(code.canonical()));
        assertThat(hashed).hasToString("HashedRecoveryCodes[20, argon2id]");
    }

    @Test
    void handsOutCopies() {
        hashed.salt()[0]++;
        hashed.hashes().get(0)[0]++;

        assertThat(hashed.indexOf(codes.get(0))).isZero();
    }

    @Test
    void aSaltOrAHashOfAnotherSizeIsRefused() {
        byte[] salt = new byte[16];
        byte[] hash = new byte[32];

        assertRefused(new byte[0], List.of(hash));
        assertRefused(new byte[15], List.of(hash));
        assertRefused(salt, List.of());
        assertRefused(salt, List.of(hash, new byte[0]));
        assertRefused(salt, List.of(hash, new byte[31]));
        assertRefused(salt, Stream.generate(() -> hash).limit(21).toList());
    }

    private static void assertRefused(byte[] salt, List<byte[]> hashes) {
        assertThatThrownBy(() -> new HashedRecoveryCodes(CHEAP, salt, hashes))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
