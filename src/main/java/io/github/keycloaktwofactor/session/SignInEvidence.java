package io.github.keycloaktwofactor.session;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The evidence of one unfinished sign-in, and the fingerprint with which it began. Both end with any change of what
 * authenticates the user, unless the sign-in itself makes it.
 */
final class SignInEvidence {

    /** Attribute of the Keycloak session, so of one request: the evidence that has counted in it. */
    private static final String COUNTED = "two-factor.counted.";

    /** Attribute of the Keycloak session: the sign-in was found up to date in this request. */
    private static final String UP_TO_DATE = "two-factor.up-to-date.";

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;
    private final UserModel user;
    private final Clock clock;
    private final SsoCookie cookie;

    /** The fingerprint when first needed: computed once, compared with several values. */
    private @Nullable String seen;

    SignInEvidence(
            KeycloakSession session,
            AuthenticationSessionModel authentication,
            UserModel user,
            Clock clock,
            SsoCookie cookie) {
        this.session = session;
        this.authentication = authentication;
        this.user = user;
        this.clock = clock;
        this.cookie = cookie;
    }

    void verified(EvidenceMethod method, String restsOn) {
        write(new Evidence(
                method,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                user.getId(),
                sessionId(),
                restsOn,
                fingerprint()));
    }

    Optional<Evidence> own() {
        Optional<Evidence> evidence = new EvidenceSeal(session)
                .open(ownNote())
                .flatMap(Evidence::parse)
                .filter(this::isOfThisSignIn)
                .filter(own -> LivingEvidence.lives(own, user))
                .filter(own -> own.fingerprint().equals(seen()));
        evidence.ifPresent(this::counted);
        return evidence;
    }

    boolean left() {
        return user.getId().equals(SignInNote.LEFT.in(authentication));
    }

    private @Nullable String ownNote() {
        return authentication.getUserSessionNotes().get(SignIn.NOTE);
    }

    Optional<Evidence> counting() {
        Optional<Evidence> own = own();
        if (own.isPresent() || !cookie.wasEnough()) {
            return own;
        }
        Optional<Evidence> joined = Optional.ofNullable(cookie.session())
                .flatMap(cookie -> new CompletedSignIn(session, cookie).evidence())
                .filter(this::isNotOfTheFuture);
        joined.ifPresent(this::counted);
        return joined;
    }

    void factorsChanged() {
        if (session.getAttribute(attribute(UP_TO_DATE)) == null) {
            return;
        }
        seen = null;
        noteFingerprint();
        Evidence counted = session.getAttribute(attribute(COUNTED), Evidence.class);
        if (counted == null) {
            return;
        }
        String restsOn = counted.method() == EvidenceMethod.RECOVERY_CODE ? codesNow(counted) : counted.restsOn();
        Evidence now = counted.renewed(sessionId(), restsOn, fingerprint());
        if (!LivingEvidence.lives(now, user)) {
            withdraw();
        } else if (left() || !restsOn.equals(counted.restsOn())) {
            write(now);
        }
    }

    /** The sign-in itself has removed what its evidence rested on. */
    private void withdraw() {
        // Keycloak cannot remove a single note; an empty one counts as none.
        authentication.setUserSessionNote(SignIn.NOTE, "");
        UserSessionModel joined = cookie.joinedSession();
        if (joined != null) {
            joined.removeNote(SignIn.NOTE);
        }
    }

    /** A user who replaces the recovery codes in a sign-in with one of them has proved the new set with it. */
    private String codesNow(Evidence counted) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(FactorTypes.RECOVERY_CODES)
                .map(CredentialModel::getId)
                .findFirst()
                .orElse(counted.restsOn());
    }

    private void write(Evidence evidence) {
        SignInNote.LEFT.put(authentication, user.getId());
        authentication.setUserSessionNote(SignIn.NOTE, new EvidenceSeal(session).seal(evidence.text()));
        counted(evidence);
    }

    private void counted(Evidence evidence) {
        session.setAttribute(attribute(COUNTED), evidence);
    }

    /** A request can touch several sign-ins; each has its own tab. */
    private String attribute(String name) {
        return name + authentication.getTabId() + user.getId();
    }

    private boolean isOfThisSignIn(Evidence evidence) {
        return evidence.userId().equals(user.getId())
                && evidence.sessionId().equals(sessionId())
                && isNotOfTheFuture(evidence);
    }

    private boolean isNotOfTheFuture(Evidence evidence) {
        return !evidence.at().isAfter(clock.instant().plus(SignIn.CLOCKS_APART));
    }

    /** The id that the user session has or will get. */
    private String sessionId() {
        return authentication.getParentSession().getId();
    }

    private String seen() {
        if (seen == null) {
            seen = fingerprint();
        }
        return seen;
    }

    private String fingerprint() {
        return Fingerprint.of(session, authentication.getRealm(), user);
    }

    boolean outdated() {
        Optional<String> first = firstFingerprint();
        boolean upToDate = first.filter(seen()::equals).isPresent();
        if (upToDate) {
            session.setAttribute(attribute(UP_TO_DATE), true);
        }
        return first.isPresent() && !upToDate;
    }

    /** In a brokered sign-in the user may change; the notes of the first user do not count for the second. */
    private Optional<String> firstFingerprint() {
        List<String> noted = NotedIds.split(SignInNote.FINGERPRINT.in(authentication));
        return noted.size() == 2 && noted.get(0).equals(user.getId()) ? Optional.of(noted.get(1)) : Optional.empty();
    }

    void begin() {
        if (firstFingerprint().isEmpty()) {
            noteFingerprint();
        }
    }

    private void noteFingerprint() {
        SignInNote.FINGERPRINT.put(authentication, NotedIds.join(List.of(user.getId(), seen())));
        session.setAttribute(attribute(UP_TO_DATE), true);
    }
}
