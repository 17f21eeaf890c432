package io.github.keycloaktwofactor.session;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * One sign-in of one user, as far as the second factor is concerned: its evidence, its age, the session that it joins.
 */
public final class SignIn {

    /** Name of the user-session note with the evidence. */
    public static final String NOTE = "two-factor";

    /** Name of the user-session note that records that the password of its user was accepted. */
    static final String PASSWORD = "two-factor.password";

    /** Name of the user-session note that records that Keycloak began the session as an impersonation. */
    static final String IN_THE_USERS_NAME = "two-factor.impersonated";

    /** Largest clock skew between two nodes. */
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

    /** The sign-in of the request, if it is the user's. */
    public static Optional<SignIn> of(KeycloakSession session, UserModel user, Clock clock) {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        UserModel authenticated = authentication == null ? null : authentication.getAuthenticatedUser();
        return authenticated != null && user.getId().equals(authenticated.getId())
                ? Optional.of(new SignIn(session, authentication, user, clock))
                : Optional.empty();
    }

    /**
     * Records evidence that the second factor was passed. Keycloak copies it to the user session when the sign-in
     * completes.
     *
     * @param restsOn what it rests on, as in {@link Evidence#restsOn()}
     */
    public void verified(EvidenceMethod method, String restsOn) {
        evidence.verified(method, restsOn);
    }

    /**
     * The evidence of this sign-in itself. Until the sign-in completes it counts only while password, factors and
     * not-before times are unchanged: unlike sessions, unfinished sign-ins cannot be listed and ended.
     */
    public Optional<Evidence> evidence() {
        return evidence.own();
    }

    /** Whether evidence was recorded in this sign-in, whatever has happened to it since. */
    public boolean leftEvidence() {
        return evidence.left();
    }

    /**
     * The evidence that counts: that of this sign-in or, only if an SSO cookie alone identified the user, that of the
     * session that the cookie names, if the sign-in joins it. Any other sign-in, as with {@code prompt=login}, needs
     * its own evidence.
     */
    public Optional<Evidence> countingEvidence() {
        return evidence.counting();
    }

    /**
     * Whether the password, a factor or a not-before time has changed since this sign-in was first seen, and not by the
     * sign-in itself. Unfinished sign-ins cannot be listed and ended, so each checks for itself.
     */
    public boolean outdated() {
        return evidence.outdated();
    }

    /**
     * Updates the fingerprint after the password or a factor was changed in this request, if it was up to date before:
     * the sign-in that makes the change continues, all others end.
     */
    public void factorsChanged() {
        evidence.factorsChanged();
    }

    /** Records what authenticates the user, when the sign-in is first seen with them. */
    public void begin() {
        evidence.begin();
    }

    /** The id that the user session has or will get. */
    private String sessionId() {
        return authentication.getParentSession().getId();
    }

    /**
     * Alias of the identity provider of this sign-in, by Keycloak's own record. What is recorded in an SSO session says
     * nothing about this sign-in.
     */
    public Optional<String> identityProvider() {
        return origin.given().identityProvider();
    }

    /**
     * Whether the sign-in came through this link of the user to an identity provider, and was first seen with it.
     *
     * @param link the link
     */
    public boolean cameBy(String alias, String link) {
        String seen = NotedIds.join(List.of(user.getId(), link));
        String before = SignInNote.LINK.in(authentication, alias);
        // In a brokered sign-in the user may change.
        if (before == null || !NotedIds.split(before).get(0).equals(user.getId())) {
            SignInNote.LINK.put(authentication, alias, seen);
            return true;
        }
        return before.equals(seen);
    }

    /** Whether a provider has identified the user, and its first or post-login flow is still pending. */
    public boolean atProvidersFlow() {
        return origin.given().atProvidersFlow();
    }

    /**
     * Whether only a cookie identifies the user, and the factor that its session was verified with has been removed
     * since. The person at the browser may not be the one for whom an administrator removed it.
     */
    public boolean outlivedItsFactor() {
        return evidence().isEmpty() && origin.byCookie(false) && origin.cookie().outlivedItsFactor();
    }

    /** Whether only Keycloak's identity cookie identified the user. */
    public boolean byCookieAlone() {
        return origin.cookie().wasEnough();
    }

    /**
     * Records that the sign-in has reached the verification of the user's address. The link that is opened next is then
     * not all that identifies the user, unless another such link has brought them here.
     */
    public void atVerification() {
        origin.given().atVerification();
    }

    /** Records that the user has chosen their first password in this sign-in. */
    public void choseFirstPassword() {
        origin.given().choseFirstPassword();
    }

    /** Whether a link mailed to the user began the sign-in: for a forgotten password, or from an administrator. */
    public boolean byMailedLink() {
        return MailedLink.in(authentication, user)
                .filter(MailedLink::wentToTheMailbox)
                .isPresent();
    }

    /** Whether anything indicates impersonation. Enough to refuse, but never to allow anything. */
    public boolean impersonated() {
        return origin.impersonation().isSuspected();
    }

    /** Whether Keycloak itself began the session as an impersonation, which no writer of session notes can forge. */
    public boolean begunInTheUsersName() {
        return origin.impersonation().isCertain();
    }

    /**
     * Whether a sign-in with a first factor would join a session of the user that this browser's identity cookie does
     * not name: what the sign-in proves would then count for anyone who holds that cookie.
     */
    public boolean joinsUnnamedSession() {
        return !byCookieAlone() && origin.cookie().joinsUnnamedSession();
    }

    /**
     * Whether only a cookie identifies the user, and the sign-in behind it is older than the given age. A cookie
     * without a session, or with a session that nobody signed in to, has an unknown age and counts as too old. So does
     * a mailed link that is meant for something else.
     */
    public boolean olderThan(Duration age) {
        boolean verified = evidence().isPresent();
        return origin.byCookie(verified)
                ? origin.cookie().olderThan(age, clock.instant())
                : origin.byMailedLinkAlone(verified);
    }

    /**
     * Records when this sign-in was first seen, how the user was identified, and whether a password was used. Call on
     * every request.
     */
    public void seen() {
        if (passwordAccepted()) {
            note(PASSWORD, passwordText(user, sessionId()));
        }
        origin.seen(evidence().isPresent());
        begin();
    }

    /** Sets a sealed note for the user session, unless it is already set. */
    private void note(String name, String text) {
        EvidenceSeal seal = new EvidenceSeal(session);
        if (seal.open(authentication.getUserSessionNotes().get(name))
                .filter(text::equals)
                .isEmpty()) {
            authentication.setUserSessionNote(name, seal.seal(text));
        }
    }

    /** Records that a credential was added during this sign-in, and not on a page of ours. */
    public void added(String credentialId) {
        List<String> added = new ArrayList<>(NotedIds.split(SignInNote.ADDED.in(authentication)));
        added.add(credentialId);
        SignInNote.ADDED.put(authentication, NotedIds.join(added));
    }

    /** Records that the sign-in leads to the set-up; false if it was recorded before. */
    public boolean setUpShown() {
        boolean first = !SignInNote.SET_UP_SHOWN.isIn(authentication);
        SignInNote.SET_UP_SHOWN.put(authentication);
        return first;
    }

    /** Whether a credential was added during this sign-in, and not on a page of ours. */
    public boolean addedHere(String credentialId) {
        return NotedIds.split(SignInNote.ADDED.in(authentication)).contains(credentialId);
    }

    /**
     * Whether the user's password was used in this sign-in. In a brokered sign-in the user may change, and Keycloak's
     * note does not say whose password it was.
     */
    public boolean passwordAccepted() {
        return origin.given().password();
    }

    /** The sealed text if the user's password was accepted in the sign-in of that session. */
    static String passwordText(UserModel user, String sessionId) {
        return "password|" + NotedIds.join(List.of(user.getId(), sessionId));
    }

    /** The sealed text of a session that continues an impersonation. */
    static String inTheUsersNameText(UserModel user, String sessionId) {
        return "impersonated|" + NotedIds.join(List.of(user.getId(), sessionId));
    }
}
