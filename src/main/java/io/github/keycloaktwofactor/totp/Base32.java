package io.github.keycloaktwofactor.totp;

import java.util.Arrays;

/** Base32 of RFC 4648 §6, upper-case and without padding, as authenticators expect it. */
final class Base32 {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
        int buffer = 0;
        int bits = 0;
        for (byte octet : bytes) {
            buffer = ((buffer << 8) | (octet & 0xFF)) & 0xFFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt((buffer >> bits) & 0x1F));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt((buffer << (5 - bits)) & 0x1F));
        }
        return text.toString();
    }

    /**
     * Reads what people and systems write: either case, spaces and dashes between groups, padding or none.
     *
     * @throws IllegalArgumentException for any other symbol and for a length that no whole number of bytes has; the
     *     message never repeats the text, which is a secret
     */
    static byte[] decode(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        int length = 0;
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            char symbol = text.charAt(i);
            if (symbol == ' ' || symbol == '-' || symbol == '=') {
                continue;
            }
            buffer = (buffer << 5 | value(symbol)) & 0xFFF;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (buffer >> bits);
            }
        }
        if (bits >= 5) {
            throw new IllegalArgumentException("Base32 text with a symbol too many or too few");
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int value(char symbol) {
        if (symbol >= 'A' && symbol <= 'Z') {
            return symbol - 'A';
        }
        if (symbol >= 'a' && symbol <= 'z') {
            return symbol - 'a';
        }
        if (symbol >= '2' && symbol <= '7') {
            return symbol - '2' + 26;
        }
        throw new IllegalArgumentException("Not a Base32 symbol");
    }
}
