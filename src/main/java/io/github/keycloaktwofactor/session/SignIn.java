package io.github.keycloaktwofactor.session;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** One sign-in of one user, as far as the second factor is concerned: its mark, its age, whose session it joins. */
public final class SignIn {

    /** Name of the user-session note that holds the mark. */
    public static final String NOTE = "two-factor";

    /** Name of the user-session note that holds the id of the user whose password was accepted. */
    static final String PASSWORD = "two-factor.password";

    private static final String STARTED = "two-factor.started";

    private static final String ADDED = "two-factor.added";

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;
    private final UserModel user;
    private final Clock clock;
    private final Arrival arrival;

    public SignIn(KeycloakSession session, AuthenticationSessionModel authentication, UserModel user, Clock clock) {
        this.session = session;
        this.authentication = authentication;
        this.user = user;
        this.clock = clock;
        this.arrival = new Arrival(session, authentication, user);
    }

    /** Leaves the mark. Keycloak copies it to the user session when the sign-in is complete. */
    public void mark(MarkMethod method) {
        authentication.setUserSessionNote(NOTE, new Mark(method, clock.instant(), user.getId()).text());
    }

    /** The mark of this sign-in itself. */
    public Optional<Mark> ownMark() {
        return LivingMark.of(ownNote(), user);
    }

    private @Nullable String ownNote() {
        return authentication.getUserSessionNotes().get(NOTE);
    }

    /**
     * The mark that counts: of this sign-in or, only when the cookie alone signed the person in, of the session that
     * the cookie belongs to. Any other sign-in, as after {@code prompt=login}, needs a mark of its own.
     */
    public Optional<Mark> countingMark() {
        Optional<Mark> own = ownMark();
        if (own.isPresent() || !byCookieAlone()) {
            return own;
        }
        UserSessionModel joined = arrival.joinedSession();
        return joined == null ? own : new PastSignIn(joined).mark().filter(this::isOfTheUser);
    }

    /**
     * Whether the mark that counts proves the person enough to change or remove a factor. Nobody who acts in somebody's
     * name is.
     */
    public boolean proved() {
        return !impersonated()
                && countingMark()
                        .map(Mark::method)
                        .filter(MarkMethod::countsForChanges)
                        .isPresent();
    }

    /**
     * The same, if the mark was left no longer ago than the given time: a page that is left open does not keep what the
     * sign-in proved.
     */
    public boolean proved(Duration age) {
        return countingMark()
                .filter(mark -> mark.method().countsForChanges() && isNoOlder(mark, age))
                .isPresent();
    }

    private boolean isNoOlder(Mark mark, Duration age) {
        return !mark.at().plus(age).isBefore(clock.instant());
    }

    /**
     * Alias of the identity provider that this very sign-in came through, by Keycloak's own record. What stands in a
     * session that the cookie belongs to says nothing about this sign-in.
     */
    public Optional<String> identityProvider() {
        return arrival.identityProvider();
    }

    /** Whether a provider has named the user, and a flow of the provider's own is still to be passed. */
    public boolean atProvidersFlow() {
        return arrival.atProvidersFlow();
    }

    /** Alias of the identity provider behind the mark that counts, if there was one. */
    public Optional<String> identityProviderOfMark() {
        UserSessionModel joined = byCookieAlone() && ownMark().isEmpty() ? arrival.joinedSession() : null;
        return joined == null ? identityProvider() : Optional.ofNullable(joined.getNote(Details.IDENTITY_PROVIDER));
    }

    /**
     * Takes back what codes have proved, here and in every session of the user: the factor behind it is gone, and a new
     * one must not bring it to life again. A mark that a passkey left stays.
     */
    public void withdrawCodes() {
        if (Mark.parse(ownNote()).map(Mark::method).filter(MarkMethod::byCode).isPresent()) {
            // Keycloak cannot take a single note back; an empty one is no mark.
            authentication.setUserSessionNote(NOTE, "");
        }
        Stream.concat(
                        session.sessions().getUserSessionsStream(authentication.getRealm(), user),
                        session.sessions().getOfflineUserSessionsStream(authentication.getRealm(), user))
                .toList()
                .forEach(SignIn::withdrawCodes);
    }

    private static void withdrawCodes(UserSessionModel marked) {
        if (Mark.parse(marked.getNote(NOTE))
                .map(Mark::method)
                .filter(MarkMethod::byCode)
                .isPresent()) {
            marked.removeNote(NOTE);
        }
    }

    /**
     * Whether nothing but a cookie speaks for the person, and the factor that its session was verified with was taken away
     * since. Whoever sits there need not be the one for whom an administrator did it.
     */
    public boolean outlivedItsFactor() {
        return ownMark().isEmpty() && arrival.byCookie(false) && arrival.outlivedItsFactor();
    }

    /** Whether Keycloak's cookie alone signed the person in. */
    public boolean byCookieAlone() {
        return arrival.byCookieAlone();
    }

    /** Whether an administrator stands behind the session. */
    public boolean impersonated() {
        return arrival.impersonated();
    }

    /**
     * Whether nothing but a cookie speaks for the person, and the sign-in behind it is older than the given age. A cookie
     * that has no session any more, or one that nobody signed in to, is of unknown age, which counts as too old. So does a
     * mailed link that is for something else.
     */
    public boolean olderThan(Duration age) {
        boolean marked = ownMark().isPresent();
        return arrival.byCookie(marked) ? arrival.olderThan(age, clock.instant()) : arrival.byMailedLinkAlone(marked);
    }

    /**
     * Remembers when this sign-in was first seen, what it came by, and whether it used a password. Called at every look.
     */
    public void seen() {
        if (passwordAccepted()) {
            authentication.setUserSessionNote(PASSWORD, user.getId());
        }
        arrival.seen(ownMark().isPresent());
        if (authentication.getAuthNote(STARTED) == null) {
            authentication.setAuthNote(STARTED, Long.toString(clock.millis()));
        }
    }

    /** Whether a credential was there before this sign-in began; true while the beginning is not known. */
    public boolean knew(@Nullable Long createdDate) {
        String started = authentication.getAuthNote(STARTED);
        return started == null || createdDate == null || createdDate < Long.parseLong(started);
    }

    /** Remembers that a credential was added in the middle of this sign-in, and not by a page of ours. */
    public void added(String credentialId) {
        String before = authentication.getAuthNote(ADDED);
        authentication.setAuthNote(ADDED, before == null ? credentialId : before + " " + credentialId);
    }

    /** Whether a credential was added in the middle of this sign-in, and not by a page of ours. */
    public boolean addedHere(String credentialId) {
        String added = authentication.getAuthNote(ADDED);
        return added != null && List.of(added.split(" ")).contains(credentialId);
    }

    /**
     * Whether a password of the user was used in this sign-in. Through an identity provider another user can come in the
     * middle of a sign-in, and Keycloak's note does not say whose password it was.
     */
    public boolean passwordAccepted() {
        return arrival.passwordAccepted();
    }

    private boolean isOfTheUser(Mark mark) {
        return mark.userId().equals(user.getId());
    }
}
