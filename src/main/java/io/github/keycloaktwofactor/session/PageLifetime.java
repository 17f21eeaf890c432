package io.github.keycloaktwofactor.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * How long a page waits for its user, independent of the realm's login timeouts. Keycloak expires the pages of a
 * browser by the age of one timestamp, which all tabs share and which every rendered page sets to now; a timestamp in
 * the future keeps them longer. It is never moved further than the page with the most time left needs.
 */
public final class PageLifetime {

    /**
     * How long content that is shown only once waits for its user: NIST SP 800-63B-4 §4.1.2.2 allows ten minutes for a
     * code that binds an authenticator, and that is enough to reach a printer.
     */
    public static final Duration WAITS = Duration.ofMinutes(10);

    private PageLifetime() {}

    /** Keeps a page with expiring content open until that time. {@link #extend} must follow. */
    public static void lastsUntil(AuthenticationSessionModel authentication, Instant end) {
        // In whole seconds, as Keycloak counts them: rounded up, or the page would expire before its content.
        SignInNote.OPEN_UNTIL.put(
                authentication, Long.toString(end.plusMillis(999).getEpochSecond() + 1));
    }

    /** No page waits any longer. */
    public static void isOver(AuthenticationSessionModel authentication) {
        SignInNote.OPEN_UNTIL.drop(authentication);
    }

    /** Call after a page of any tab of the browser has been rendered. */
    public static void extend(AuthenticationSessionModel authentication, Clock clock) {
        RootAuthenticationSessionModel browser = authentication.getParentSession();
        Map<String, AuthenticationSessionModel> tabs = browser.getAuthenticationSessions();
        // A note would bring a tab back that Keycloak has just removed, as at the end of a sign-out.
        if (tabs.containsKey(authentication.getTabId())) {
            SignInNote.RENDERED.put(
                    authentication,
                    Long.toString(
                            Math.min(browser.getTimestamp(), clock.instant().getEpochSecond())));
        }
        extend(browser, Stream.concat(Stream.of(authentication), tabs.values().stream()), clock);
    }

    /**
     * Call after a sign-in has completed: Keycloak then sets the timestamp back so far that the pages in other tabs
     * count as expired, and removes them a minute later.
     */
    public static void extendOthers(AuthenticationSessionModel completed, Clock clock) {
        RootAuthenticationSessionModel browser = completed.getParentSession();
        extend(browser, browser.getAuthenticationSessions().values().stream(), clock);
    }

    private static void extend(
            RootAuthenticationSessionModel browser, Stream<AuthenticationSessionModel> tabs, Clock clock) {
        long now = clock.instant().getEpochSecond();
        tabs.map(SignInNote.OPEN_UNTIL::in)
                .filter(Objects::nonNull)
                .mapToLong(Long::parseLong)
                .filter(end -> end > now)
                .map(end -> end - lifespan(browser))
                .filter(stamp -> stamp > browser.getTimestamp())
                .max()
                .ifPresent(stamp -> browser.setTimestamp(Math.toIntExact(stamp)));
    }

    /**
     * Whether Keycloak no longer accepts a post from a page of a required action, because it has expired, or was once
     * found expired: a page in another tab would otherwise refresh the timestamp.
     */
    public static boolean hasEnded(AuthenticationSessionModel authentication, Clock clock) {
        RootAuthenticationSessionModel browser = authentication.getParentSession();
        return isEnded(authentication)
                || (AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name().equals(authentication.getAction())
                        && clock.instant().getEpochSecond() - browser.getTimestamp() >= lifespan(browser));
    }

    /**
     * Whether another tab of the browser has completed its sign-in since this tab last rendered a page. Only then is
     * the timestamp set back. Never true for a page that waits: it is kept open, and when it ends, its user has to know
     * what ended.
     */
    public static boolean isOvertaken(AuthenticationSessionModel authentication) {
        String rendered = SignInNote.RENDERED.in(authentication);
        return rendered != null
                && !isEnded(authentication)
                && !SignInNote.OPEN_UNTIL.isIn(authentication)
                && authentication.getParentSession().getTimestamp() < Long.parseLong(rendered);
    }

    /** Whether it was ended permanently. */
    public static boolean isEnded(AuthenticationSessionModel authentication) {
        return SignInNote.ENDED.isIn(authentication);
    }

    /**
     * Ends the sign-in permanently.
     *
     * @param how the reason
     * @return the reason that was recorded first
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
