package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtpauthUriTest {

    private static final TotpSecret SECRET = TotpSecret.ofBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    private static final OtpParameters USUAL = new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA1, 6, 30);

    @Test
    void namesIssuerTwiceAndEveryParameter() {
        assertThat(uri("Example", "alice", USUAL))
                .isEqualTo("otpauth://totp/Example:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Example&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void carriesWhatTheRealmAsksFor() {
        assertThat(uri("Example", "alice", new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA512, 8, 60)))
                .endsWith("&algorithm=SHA512&digits=8&period=60");
        assertThat(uri("Example", "alice", new OtpParameters(OtpKind.HOTP, OtpAlgorithm.SHA256, 6, 30)))
                .startsWith("otpauth://hotp/Example:alice?")
                .endsWith("&algorithm=SHA256&digits=6&counter=0");
    }

    @ParameterizedTest
    @CsvSource({
        "a+b@x.y,  a%2Bb%40x.y",
        "a b,      a%20b",
        "a:b,      a%20b",
        "a/b?c#d&, a%2Fb%3Fc%23d%26",
        "100%,     100%25",
        "a-b_c.d~, a-b_c.d~",
        "azAZ09,   azAZ09",
        "jörg,     j%C3%B6rg",
        "李,        %E6%9D%8E",
        "😀,        %F0%9F%98%80"
    })
    void encodesTheAccountPerRfc3986(String account, String encoded) {
        String uri = uri("Example", account, USUAL);

        assertThat(uri).startsWith("otpauth://totp/Example:" + encoded + "?secret=");
        assertThat(uri).doesNotContain("+").matches("\\p{ASCII}+");
    }

    @Test
    void anIssuerWithEverythingInItIsTheSameInLabelAndParameter() {
        URI uri = URI.create(uri("Café & Co: HR", "alice", USUAL));

        assertThat(uri.getRawPath()).isEqualTo("/Caf%C3%A9%20%26%20Co%20%20HR:alice");
        assertThat(uri.getRawQuery()).contains("&issuer=Caf%C3%A9%20%26%20Co%20%20HR&");
        assertThat(uri.getPath()).isEqualTo("/Café & Co  HR:alice");
    }

    @Test
    void aBlankIssuerIsLeftOut() {
        assertThat(uri(" ", "alice", USUAL))
                .startsWith("otpauth://totp/alice?secret=")
                .doesNotContain("issuer");
    }

    @Test
    void aLongMailAddressStaysWhole() {
        String account = "a".repeat(242) + "@example.com";

        assertThat(uri("Example", account, USUAL)).contains("a".repeat(242) + "%40example.com?");
    }

    @Test
    void namesTooLongForAQrCodeAreCutBetweenCharacters() {
        String uri = uri("李".repeat(255), "😀".repeat(255), USUAL);

        assertThat(uri).hasSizeLessThan(2331);
        assertThat(URI.create(uri).getPath()).isEqualTo("/" + "李".repeat(33) + ":" + "😀".repeat(75));
        assertThat(QrCode.svg(uri)).startsWith("<svg");
    }

    @Test
    void toStringIsMasked() {
        assertThat(OtpauthUri.of("Example", "alice", SECRET, USUAL)).hasToString("OtpauthUri[****]");
    }

    private static String uri(String issuer, String account, OtpParameters parameters) {
        return OtpauthUri.of(issuer, account, SECRET, parameters).value();
    }
}
