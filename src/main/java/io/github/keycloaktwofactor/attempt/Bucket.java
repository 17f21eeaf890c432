package io.github.keycloaktwofactor.attempt;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of a user's counts of one kind of code an attempt belongs to. An attacker who only knows the password shares the
 * common bucket with everyone and can exhaust it (lockout); the others need something that such an attacker lacks.
 *
 * @param kind what the attempt came with
 * @param name of the bucket in the row, without blanks and equals signs; empty for the common one
 */
public record Bucket(Kind kind, String name) {

    /** Shared by all browsers that present no evidence. */
    public static final Bucket COMMON = new Bucket(Kind.COMMON, "");

    /** For users who came by a mailed link; one for all such links. */
    public static final Bucket MAILED_LINK = new Bucket(Kind.MAIL, Kind.MAIL.text);

    /** Shared by all further browsers if there is no room for their own. */
    static final Bucket OTHER_BROWSERS = new Bucket(Kind.BROWSER, Kind.BROWSER.text);

    /**
     * A browser in which the user has passed a code before.
     *
     * @param id tells it from the user's other browsers
     */
    public static Bucket browser(String id) {
        return new Bucket(Kind.BROWSER, Kind.BROWSER.text + ":" + id);
    }

    /** What an attempt came with. */
    public enum Kind {
        COMMON(""),
        BROWSER("browser"),
        MAIL("mail");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The value of the event detail {@code two_factor_counter}; empty where the detail is absent. */
        public String text() {
            return text;
        }

        /** The kind that the detail names; the common one where it is absent or names none. */
        public static Kind of(@Nullable String text) {
            return named(text).orElse(COMMON);
        }

        static Optional<Kind> named(@Nullable String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text.equals(text))
                    .findFirst();
        }
    }
}
