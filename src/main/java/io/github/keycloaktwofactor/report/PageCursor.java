package io.github.keycloaktwofactor.report;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Keyset cursor of the report: the next page starts after this user, whatever was inserted in the meantime. */
final class PageCursor {

    /** Column {@code USERNAME} of Keycloak's users. */
    private static final int LONGEST_NAME = 255;

    private static final String FORMAT = "1:";

    private PageCursor() {}

    /** A cursor that points after the user of that name. */
    static String after(String username) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((FORMAT + username).getBytes(StandardCharsets.UTF_8));
    }

    /** The name of the user that the page starts after. */
    static String read(String cursor) {
        String text = decoded(cursor);
        String name = text.startsWith(FORMAT) ? text.substring(FORMAT.length()) : "";
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || name.indexOf('\0') >= 0
                || !after(name).equals(cursor)) {
            throw wrong();
        }
        return name;
    }

    private static String decoded(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw wrong();
        }
    }

    private static BadQueryException wrong() {
        return new BadQueryException("after", "after: is no cursor that a page has given");
    }
}
