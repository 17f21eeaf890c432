package io.github.keycloaktwofactor.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * How long a page waits for its user, whatever the login timeouts of the realm are. Keycloak ends the pages of a browser
 * by the age of one time stamp, which all its tabs share and which every page that is made sets to the present; a stamp
 * that lies ahead keeps them longer. It is never moved further than the page with the most time left needs it.
 */
public final class PageLifetime {

    /**
     * How long something that a page shows once waits for its user: NIST SP 800-63B-4 §4.1.2.2 gives a code that binds an
     * authenticator ten minutes, and that is long enough for the way to a printer.
     */
    public static final Duration WAITS = Duration.ofMinutes(10);

    private PageLifetime() {}

    /** Lets the page that shows something that ends by itself wait until then. {@link #extend} has to follow. */
    public static void lastsUntil(AuthenticationSessionModel authentication, Instant end) {
        // In whole seconds, as Keycloak counts them: rounded up, or the page would end before what it shows.
        SignInNote.OPEN_UNTIL.put(
                authentication, Long.toString(end.plusMillis(999).getEpochSecond() + 1));
    }

    /** There is nothing left to wait for. */
    public static void isOver(AuthenticationSessionModel authentication) {
        SignInNote.OPEN_UNTIL.drop(authentication);
    }

    /** To be called once a page of any tab of the browser has been made. */
    public static void extend(AuthenticationSessionModel authentication, Clock clock) {
        RootAuthenticationSessionModel browser = authentication.getParentSession();
        long now = clock.instant().getEpochSecond();
        Stream.concat(Stream.of(authentication), browser.getAuthenticationSessions().values().stream())
                .map(tab -> SignInNote.OPEN_UNTIL.in(tab))
                .filter(Objects::nonNull)
                .mapToLong(Long::parseLong)
                .filter(end -> end > now)
                .map(end -> end - lifespan(browser))
                .filter(stamp -> stamp > browser.getTimestamp())
                .max()
                .ifPresent(stamp -> browser.setTimestamp(Math.toIntExact(stamp)));
    }

    /**
     * Whether Keycloak takes nothing from a page of a required action any more, because it was open for too long, or has
     * once been found to have been: a page of another tab would make it young again.
     */
    public static boolean hasEnded(AuthenticationSessionModel authentication, Clock clock) {
        RootAuthenticationSessionModel browser = authentication.getParentSession();
        return isEnded(authentication)
                || (AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name().equals(authentication.getAction())
                        && clock.instant().getEpochSecond() - browser.getTimestamp() >= lifespan(browser));
    }

    /** Whether it was ended for good. */
    public static boolean isEnded(AuthenticationSessionModel authentication) {
        return SignInNote.ENDED.isIn(authentication);
    }

    /**
     * Ends the sign-in for good.
     *
     * @param how what is to be said of it
     * @return what was said of it first
     */
    public static String end(AuthenticationSessionModel authentication, String how) {
        if (!isEnded(authentication)) {
            SignInNote.ENDED.put(authentication, how);
            isOver(authentication);
        }
        return Objects.requireNonNull(SignInNote.ENDED.in(authentication));
    }

    private static int lifespan(RootAuthenticationSessionModel browser) {
        return browser.getRealm().getAccessCodeLifespanUserAction();
    }
}
