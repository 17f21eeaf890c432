package io.github.keycloaktwofactor.adminpage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** One file that the page loads, plain and compressed. */
final class PageFile {

    private static final String FOLDER = "/theme-resources/admin-page/";
    private static final int HASH_DIGITS = 16;

    private final String type;
    private final byte[] plain;
    private final byte[] compressed;
    private final String hash;

    private PageFile(String type, byte[] plain) {
        this.type = type;
        this.plain = plain;
        this.compressed = compress(plain);
        this.hash = hash(plain);
    }

    /** Reads a file from the JAR. */
    static PageFile of(String name) {
        return new PageFile(typeOf(name), read(name));
    }

    /** The content of a file in the JAR. */
    static byte[] read(String name) {
        try (InputStream file = PageFile.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its media type. */
    String type() {
        return type;
    }

    /** A hash of its content. */
    String hash() {
        return hash;
    }

    String text() {
        return new String(plain, StandardCharsets.UTF_8);
    }

    byte[] content(boolean inGzip) {
        return (inGzip ? compressed : plain).clone();
    }

    private static byte[] compress(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String typeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=UTF-8";
            case "css" -> "text/css; charset=UTF-8";
            case "svg" -> "image/svg+xml";
            default -> "text/html; charset=UTF-8";
        };
    }
}
