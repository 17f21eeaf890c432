package io.github.keycloaktwofactor.session;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** One sign-in of one user, as far as the second factor is concerned: its evidence, its age, whose session it joins. */
public final class SignIn {

    /** Name of the user-session note that holds the evidence. */
    public static final String NOTE = "two-factor";

    /** Name of the user-session note that says that the password of its user was accepted. */
    static final String PASSWORD = "two-factor.password";

    /** Name of the user-session note that says that Keycloak began the session in its user's name. */
    static final String IN_THE_USERS_NAME = "two-factor.impersonated";

    /** Id and fingerprint of the user when the sign-in was first seen, or when it last changed something itself. */
    private static final String FINGERPRINT = "two-factor.fingerprint";

    private static final String ADDED = "two-factor.added";

    /** Id of the user of whom evidence was left. */
    private static final String LEFT = "two-factor.left";

    /** Attribute of the Keycloak session, so of one request: the evidence that has counted in it. */
    private static final String COUNTED = "two-factor.counted.";

    /** Attribute of the Keycloak session: that the sign-in was not outdated when it was looked at in this request. */
    private static final String UP_TO_DATE = "two-factor.up-to-date.";

    /** How far the clocks of two nodes may be apart. */
    static final Duration CLOCKS_APART = Duration.ofMinutes(1);

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

    /**
     * Leaves evidence that the second factor was passed. Keycloak copies it to the user session when the sign-in is
     * complete.
     *
     * @param restsOn what the evidence names, as {@link Evidence#restsOn()} describes it
     */
    public void verified(MarkMethod method, String restsOn) {
        write(new Evidence(
                method,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                user.getId(),
                sessionId(),
                restsOn,
                fingerprint()));
    }

    /**
     * The evidence of this sign-in itself. As long as the sign-in is not finished it counts only while password, factors
     * and not-before times are what they were: nobody can list half-finished sign-ins to end them.
     */
    public Optional<Evidence> evidence() {
        Optional<Evidence> evidence = new EvidenceSeal(session)
                .open(ownNote())
                .flatMap(Evidence::parse)
                .filter(this::isOfThisSignIn)
                .filter(own -> LivingEvidence.lives(own, user))
                .filter(own -> own.fingerprint().equals(fingerprint()));
        evidence.ifPresent(this::counted);
        return evidence;
    }

    /** Whether evidence was left in this sign-in, whatever has become of it since. */
    public boolean leftEvidence() {
        return user.getId().equals(authentication.getAuthNote(LEFT));
    }

    private @Nullable String ownNote() {
        return authentication.getUserSessionNotes().get(NOTE);
    }

    /**
     * The evidence that counts: of this sign-in or, only when the cookie alone signed the person in, of the session that
     * the cookie names, if it is the one that the sign-in joins. Any other sign-in, as after {@code prompt=login}, needs
     * evidence of its own.
     */
    public Optional<Evidence> countingEvidence() {
        Optional<Evidence> own = evidence();
        if (own.isPresent() || !byCookieAlone()) {
            return own;
        }
        Optional<Evidence> joined = Optional.ofNullable(arrival.sessionOfCookie())
                .flatMap(cookie -> new PastSignIn(session, cookie).evidence())
                .filter(this::isNotOfTheFuture);
        joined.ifPresent(this::counted);
        return joined;
    }

    /**
     * Renews what the sign-in rests on after the password or a factor was changed in this request, if it was up to date
     * in it before: the sign-in that changes something goes on, every other one ends.
     */
    public void factorsChanged() {
        if (session.getAttribute(attribute(UP_TO_DATE)) == null) {
            return;
        }
        noteFingerprint();
        Evidence counted = session.getAttribute(attribute(COUNTED), Evidence.class);
        if (counted == null) {
            return;
        }
        String restsOn = counted.method() == MarkMethod.RECOVERY_CODE ? codesNow(counted) : counted.restsOn();
        Evidence now = counted.renewed(sessionId(), restsOn, fingerprint());
        if (!LivingEvidence.lives(now, user)) {
            withdraw();
        } else if (leftEvidence() || !restsOn.equals(counted.restsOn())) {
            write(now);
        }
    }

    /** The sign-in has removed what its evidence rested on, so nobody else did. */
    private void withdraw() {
        // Keycloak cannot take a single note back; an empty one is none.
        authentication.setUserSessionNote(NOTE, "");
        UserSessionModel joined = arrival.joinedSession();
        if (joined != null) {
            joined.removeNote(NOTE);
        }
    }

    /** Whoever replaces the recovery codes in a sign-in by one of them has proved the new set with it. */
    private String codesNow(Evidence counted) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(FactorTypes.RECOVERY_CODES)
                .map(CredentialModel::getId)
                .findFirst()
                .orElse(counted.restsOn());
    }

    private void write(Evidence evidence) {
        authentication.setAuthNote(LEFT, user.getId());
        authentication.setUserSessionNote(NOTE, new EvidenceSeal(session).seal(evidence.text()));
        counted(evidence);
    }

    private void counted(Evidence evidence) {
        session.setAttribute(attribute(COUNTED), evidence);
    }

    /** A request can touch several sign-ins; each has a tab of its own. */
    private String attribute(String name) {
        return name + authentication.getTabId() + user.getId();
    }

    private boolean isOfThisSignIn(Evidence evidence) {
        return evidence.userId().equals(user.getId())
                && evidence.sessionId().equals(sessionId())
                && isNotOfTheFuture(evidence);
    }

    private boolean isNotOfTheFuture(Evidence evidence) {
        return !evidence.at().isAfter(clock.instant().plus(CLOCKS_APART));
    }

    /** The id that the user session has or will get. */
    private String sessionId() {
        return authentication.getParentSession().getId();
    }

    private String fingerprint() {
        return Fingerprint.of(session, authentication.getRealm(), user);
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

    /**
     * Whether nothing but a cookie speaks for the person, and the factor that its session was verified with was taken away
     * since. Whoever sits there need not be the one for whom an administrator did it.
     */
    public boolean outlivedItsFactor() {
        return evidence().isEmpty() && arrival.byCookie(false) && arrival.outlivedItsFactor();
    }

    /** Whether Keycloak's cookie alone signed the person in. */
    public boolean byCookieAlone() {
        return arrival.byCookieAlone();
    }

    /** Whether a link that was mailed to the user began the sign-in: of a forgotten password, or of an administrator. */
    public boolean byMailedLink() {
        return MailedLink.in(authentication, user)
                .filter(MailedLink::wentToTheMailbox)
                .isPresent();
    }

    /** Whether anything says that an administrator stands behind the session. Enough to refuse, and to no more. */
    public boolean impersonated() {
        return arrival.impersonated();
    }

    /** Whether Keycloak itself began the session in the user's name, which nothing that writes notes can say. */
    public boolean begunInTheUsersName() {
        return arrival.begunInTheUsersName();
    }

    /**
     * Whether a sign-in with a first factor would join a session of the user that this browser's identity cookie does not
     * name: what the sign-in proves would count for whoever holds that cookie.
     */
    public boolean joinsUnnamedSession() {
        return !byCookieAlone() && arrival.joinsUnnamedSession();
    }

    /**
     * Whether nothing but a cookie speaks for the person, and the sign-in behind it is older than the given age. A cookie
     * that has no session any more, or one that nobody signed in to, is of unknown age, which counts as too old. So does a
     * mailed link that is for something else.
     */
    public boolean olderThan(Duration age) {
        boolean verified = evidence().isPresent();
        return arrival.byCookie(verified)
                ? arrival.olderThan(age, clock.instant())
                : arrival.byMailedLinkAlone(verified);
    }

    /**
     * Remembers when this sign-in was first seen, what it came by, and whether it used a password. Called at every look.
     */
    public void seen() {
        if (passwordAccepted()) {
            authentication.setUserSessionNote(
                    PASSWORD, new EvidenceSeal(session).seal(passwordText(user, sessionId())));
        }
        arrival.seen(evidence().isPresent());
        begin();
    }

    /**
     * Whether the password, a factor or a not-before time was changed since this sign-in was first seen, and not by the
     * sign-in itself. Nobody can list half-finished sign-ins to end them, so each finds out by itself.
     */
    public boolean outdated() {
        Optional<String> first = firstFingerprint();
        boolean upToDate = first.filter(fingerprint()::equals).isPresent();
        if (upToDate) {
            session.setAttribute(attribute(UP_TO_DATE), true);
        }
        return first.isPresent() && !upToDate;
    }

    /** Through an identity provider another user can come into a sign-in; what was noted of the first is not theirs. */
    private Optional<String> firstFingerprint() {
        List<String> noted = NotedIds.split(authentication.getAuthNote(FINGERPRINT));
        return noted.size() == 2 && noted.get(0).equals(user.getId()) ? Optional.of(noted.get(1)) : Optional.empty();
    }

    /** Notes what proves the user, the first time that the sign-in is seen with them. */
    public void begin() {
        if (firstFingerprint().isEmpty()) {
            noteFingerprint();
        }
    }

    private void noteFingerprint() {
        authentication.setAuthNote(FINGERPRINT, NotedIds.join(List.of(user.getId(), fingerprint())));
        session.setAttribute(attribute(UP_TO_DATE), true);
    }

    /** Remembers that a credential was added in the middle of this sign-in, and not by a page of ours. */
    public void added(String credentialId) {
        List<String> added = new ArrayList<>(NotedIds.split(authentication.getAuthNote(ADDED)));
        added.add(credentialId);
        authentication.setAuthNote(ADDED, NotedIds.join(added));
    }

    /** Whether a credential was added in the middle of this sign-in, and not by a page of ours. */
    public boolean addedHere(String credentialId) {
        return NotedIds.split(authentication.getAuthNote(ADDED)).contains(credentialId);
    }

    /**
     * Whether a password of the user was used in this sign-in. Through an identity provider another user can come in the
     * middle of a sign-in, and Keycloak's note does not say whose password it was.
     */
    public boolean passwordAccepted() {
        return arrival.passwordAccepted();
    }

    /** What is sealed when the password of the user was accepted in the sign-in of that session. */
    static String passwordText(UserModel user, String sessionId) {
        return "password|" + NotedIds.join(List.of(user.getId(), sessionId));
    }

    /** What is sealed in a session that goes on from one that was begun in the user's name. */
    static String inTheUsersNameText(UserModel user, String sessionId) {
        return "impersonated|" + NotedIds.join(List.of(user.getId(), sessionId));
    }
}
