package io.github.keycloaktwofactor.hostile;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Values that have broken programs before. All are well-formed percent-encodings: a broken one such as {@code %zz} is
 * answered with 500 by the server's own form decoder, on every page of Keycloak, before any provider is asked.
 */
final class Nasty {

    /** No page may hold this tag; it can only come from a value that was printed without escaping. */
    static final String TAG = "<x-fuzz";

    /** What {@link #SUM} comes to, should anything ever reckon it out. */
    static final Pattern RECKONED = Pattern.compile("53[,.]?743[,.]?561");

    private static final String SUM = "7331*7331";

    /** The name of a header that no answer may have. */
    static final String HEADER = "X-Fuzz";

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\t\r\n",
            "0",
            "-1",
            "1e309",
            "NaN",
            "2147483648",
            "-9223372036854775809",
            "000000",
            "123456",
            "-123456",
            "１２３４５６",
            "٠١٢٣٤٥",
            "99999999999999999999999999999999",
            "0x1F600",
            "true",
            "null",
            "undefined",
            "ABCD-EFGH",
            "abcd efgh",
            "ＡＢＣＤ－ＥＦＧＨ",
            "\u202e123456\u202c",
            "\u2066\u200b\u200d\ufeff",
            "\ud83d\ude00\ud83c\udff3\ufe0f\u200d\ud83c\udf08",
            "Z\u0351\u036b\u0343a\u0329\u032b",
            "\u0000",
            "123\u0000456",
            "\u0007\u001b[31m",
            "\r\n" + HEADER + ": yes",
            "\r\n\r\n" + TAG + ">",
            "\"'>" + TAG + " onload=alert(1)>",
            "</script>" + TAG + ">",
            "javascript:alert(1)//" + TAG + ">",
            "data:text/html," + TAG + ">",
            "${" + SUM + "}",
            "#{" + SUM + "}",
            "{{" + SUM + "}}",
            "<#assign x=" + SUM + ">${x}",
            "${.data_model?keys?join(\" \")}",
            "<#assign ex=\"freemarker.template.utility.Execute\"?new()>${ex(\"id\")}",
            "${jndi:ldap://localhost/x}",
            "{0} {1,choice,0#a|1#b} {",
            "%s%n%x%p%1000000$s",
            "' OR '1'='1",
            "'; DROP TABLE two_factor_attempt; --",
            "\\",
            "../../../../etc/passwd",
            "..%2f..%2f",
            "{\"code\":\"123456\"}",
            "[\"123456\",\"654321\"]",
            "{\"$gt\":\"\"}",
            "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
            "a|b|c|d|e|f",
            "##",
            "a##b",
            ";",
            ",",
            "=",
            "&",
            "*",
            "(",
            "\u2028",
            "İIıi",
            "ß",
            "\u0130\u0307");

    /** Bytes that are no text in UTF-8: overlong forms, halves of surrogates, what no text has (RFC 3629 §3, §10). */
    private static final List<String> BYTES = List.of(
            "%C0%AF",
            "%E0%80%AF",
            "%C0%80",
            "%ED%A0%BD",
            "%ED%B8%80",
            "%FF%FE",
            "%F4%90%80%80",
            "%80",
            "%E2%82",
            "12345%ED%A0%80");

    private static final List<Integer> SIZES = List.of(64, 65, 100, 101, 255, 256, 1000, 2100);

    private static final List<Integer> BIG_SIZES = List.of(8_000, 60_000, 131_000, 140_000);

    private final RandomGenerator random;

    Nasty(RandomGenerator random) {
        this.random = random;
    }

    /** A value, percent-encoded. */
    String next() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> pick(BYTES);
            case 2 -> pick(TEXTS.stream().map(Parameter::encoded).toList()).repeat(1 + random.nextInt(8));
            case 3 -> unit().repeat(pick(SIZES));
            case 4 -> noise();
            default -> Parameter.encoded(pick(TEXTS));
        };
    }

    /** A value as a text, for JSON. */
    String text() {
        String text = pick(TEXTS);
        return random.nextInt(8) == 0 ? "x".repeat(pick(SIZES)) + text : text;
    }

    /** One that is too big for anything but a form. */
    String big() {
        return unit().repeat(pick(BIG_SIZES));
    }

    private String unit() {
        return pick(List.of("1", "A", "9", "-", "+", "%00", "%C3%A9", "%F0%9F%98%80"));
    }

    private String noise() {
        StringBuilder noise = new StringBuilder();
        Stream.generate(() -> random.nextInt(256))
                .limit(1 + random.nextInt(40))
                .forEach(octet -> noise.append("%%%02X".formatted(octet)));
        return noise.toString();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
