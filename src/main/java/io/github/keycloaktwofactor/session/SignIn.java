package io.github.keycloaktwofactor.session;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** One sign-in of one user, as far as the second factor is concerned: its evidence, its age, whose session it joins. */
public final class SignIn {

    /** Name of the user-session note that holds the evidence. */
    public static final String NOTE = "two-factor";

    /** Name of the user-session note that says that the password of its user was accepted. */
    static final String PASSWORD = "two-factor.password";

    /** Name of the user-session note that says that Keycloak began the session in its user's name. */
    static final String IN_THE_USERS_NAME = "two-factor.impersonated";

    /** How far the clocks of two nodes may be apart. */
    static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;
    private final UserModel user;
    private final Clock clock;
    private final SignInOrigin origin;
    private final SignInEvidence evidence;

    public SignIn(KeycloakSession session, AuthenticationSessionModel authentication, UserModel user, Clock clock) {
        this.session = session;
        this.authentication = authentication;
        this.user = user;
        this.clock = clock;
        this.origin = new SignInOrigin(session, authentication, user);
        this.evidence = new SignInEvidence(session, authentication, user, clock, origin.cookie());
    }

    /** The sign-in that the request belongs to, if it is the user's. */
    public static Optional<SignIn> of(KeycloakSession session, UserModel user, Clock clock) {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        UserModel authenticated = authentication == null ? null : authentication.getAuthenticatedUser();
        return authenticated != null && user.getId().equals(authenticated.getId())
                ? Optional.of(new SignIn(session, authentication, user, clock))
                : Optional.empty();
    }

    /**
     * Leaves evidence that the second factor was passed. Keycloak copies it to the user session when the sign-in is
     * complete.
     *
     * @param restsOn what the evidence names, as {@link Evidence#restsOn()} describes it
     */
    public void verified(EvidenceMethod method, String restsOn) {
        evidence.verified(method, restsOn);
    }

    /**
     * The evidence of this sign-in itself. As long as the sign-in is not finished it counts only while password, factors
     * and not-before times are what they were: nobody can list half-finished sign-ins to end them.
     */
    public Optional<Evidence> evidence() {
        return evidence.own();
    }

    /** Whether evidence was left in this sign-in, whatever has become of it since. */
    public boolean leftEvidence() {
        return evidence.left();
    }

    /**
     * The evidence that counts: of this sign-in or, only when the cookie alone signed the person in, of the session that
     * the cookie names, if it is the one that the sign-in joins. Any other sign-in, as after {@code prompt=login}, needs
     * evidence of its own.
     */
    public Optional<Evidence> countingEvidence() {
        return evidence.counting();
    }

    /**
     * Whether the password, a factor or a not-before time was changed since this sign-in was first seen, and not by the
     * sign-in itself. Nobody can list half-finished sign-ins to end them, so each finds out by itself.
     */
    public boolean outdated() {
        return evidence.outdated();
    }

    /**
     * Renews what the sign-in rests on after the password or a factor was changed in this request, if it was up to date
     * in it before: the sign-in that changes something goes on, every other one ends.
     */
    public void factorsChanged() {
        evidence.factorsChanged();
    }

    /** Notes what proves the user, the first time that the sign-in is seen with them. */
    public void begin() {
        evidence.begin();
    }

    /** The id that the user session has or will get. */
    private String sessionId() {
        return authentication.getParentSession().getId();
    }

    /**
     * Alias of the identity provider that this very sign-in came through, by Keycloak's own record. What stands in a
     * session that the cookie belongs to says nothing about this sign-in.
     */
    public Optional<String> identityProvider() {
        return origin.given().identityProvider();
    }

    /**
     * Whether the sign-in came by this link of the user to an identity provider, which is the one that it was first seen
     * with.
     *
     * @param link names the link
     */
    public boolean cameBy(String alias, String link) {
        String seen = NotedIds.join(List.of(user.getId(), link));
        String before = SignInNote.LINK.in(authentication, alias);
        // Through the provider another user can come in the middle of a sign-in.
        if (before == null || !NotedIds.split(before).get(0).equals(user.getId())) {
            SignInNote.LINK.put(authentication, alias, seen);
            return true;
        }
        return before.equals(seen);
    }

    /** Whether a provider has named the user, and a flow of the provider's own is still to be passed. */
    public boolean atProvidersFlow() {
        return origin.given().atProvidersFlow();
    }

    /**
     * Whether nothing but a cookie speaks for the person, and the factor that its session was verified with was taken away
     * since. The person who sits there need not be the one for whom an administrator did it.
     */
    public boolean outlivedItsFactor() {
        return evidence().isEmpty() && origin.byCookie(false) && origin.cookie().outlivedItsFactor();
    }

    /** Whether Keycloak's cookie alone signed the person in. */
    public boolean byCookieAlone() {
        return origin.cookie().wasEnough();
    }

    /**
     * Remembers that the sign-in has come to where the user's address is verified. The link that is opened in it next is not
     * all that speaks for the person, unless another one like it has brought them here.
     */
    public void atVerification() {
        origin.given().atVerification();
    }

    /** Remembers that the user has chosen their first password in this sign-in. */
    public void choseFirstPassword() {
        origin.given().choseFirstPassword();
    }

    /** Whether a link that was mailed to the user began the sign-in: of a forgotten password, or of an administrator. */
    public boolean byMailedLink() {
        return MailedLink.in(authentication, user)
                .filter(MailedLink::wentToTheMailbox)
                .isPresent();
    }

    /** Whether anything says that an administrator stands behind the session. Enough to refuse, and to no more. */
    public boolean impersonated() {
        return origin.impersonation().isSuspected();
    }

    /** Whether Keycloak itself began the session in the user's name, which nothing that writes notes can say. */
    public boolean begunInTheUsersName() {
        return origin.impersonation().isCertain();
    }

    /**
     * Whether a sign-in with a first factor would join a session of the user that this browser's identity cookie does not
     * name: what the sign-in proves would count for anybody who holds that cookie.
     */
    public boolean joinsUnnamedSession() {
        return !byCookieAlone() && origin.cookie().joinsUnnamedSession();
    }

    /**
     * Whether nothing but a cookie speaks for the person, and the sign-in behind it is older than the given age. A cookie
     * that has no session any more, or one that nobody signed in to, is of unknown age, which counts as too old. So does a
     * mailed link that is for something else.
     */
    public boolean olderThan(Duration age) {
        boolean verified = evidence().isPresent();
        return origin.byCookie(verified)
                ? origin.cookie().olderThan(age, clock.instant())
                : origin.byMailedLinkAlone(verified);
    }

    /**
     * Remembers when this sign-in was first seen, what it came by, and whether it used a password. Called at every look.
     */
    public void seen() {
        if (passwordAccepted()) {
            note(PASSWORD, passwordText(user, sessionId()));
        }
        origin.seen(evidence().isPresent());
        begin();
    }

    /** Notes a text under a seal for the user session, unless it stands there. */
    private void note(String name, String text) {
        EvidenceSeal seal = new EvidenceSeal(session);
        if (seal.open(authentication.getUserSessionNotes().get(name))
                .filter(text::equals)
                .isEmpty()) {
            authentication.setUserSessionNote(name, seal.seal(text));
        }
    }

    /** Remembers that a credential was added in the middle of this sign-in, and not by a page of ours. */
    public void added(String credentialId) {
        List<String> added = new ArrayList<>(NotedIds.split(SignInNote.ADDED.in(authentication)));
        added.add(credentialId);
        SignInNote.ADDED.put(authentication, NotedIds.join(added));
    }

    /** Notes that the sign-in leads to the set-up; false if that was noted before. */
    public boolean setUpShown() {
        boolean first = !SignInNote.SET_UP_SHOWN.isIn(authentication);
        SignInNote.SET_UP_SHOWN.put(authentication);
        return first;
    }

    /** Whether a credential was added in the middle of this sign-in, and not by a page of ours. */
    public boolean addedHere(String credentialId) {
        return NotedIds.split(SignInNote.ADDED.in(authentication)).contains(credentialId);
    }

    /**
     * Whether a password of the user was used in this sign-in. Through an identity provider another user can come in the
     * middle of a sign-in, and Keycloak's note does not say whose password it was.
     */
    public boolean passwordAccepted() {
        return origin.given().password();
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
