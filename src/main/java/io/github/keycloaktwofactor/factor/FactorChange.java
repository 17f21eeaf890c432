package io.github.keycloaktwofactor.factor;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.CompletedSignIn;
import io.github.keycloaktwofactor.session.SignIn;
import jakarta.ws.rs.HttpMethod;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether the caller may change how a user signs in through Keycloak's own pages and API: add or remove a factor, or change
 * the email address. A user who has a factor that we can ask for must have passed it recently, in a way that the policy
 * accepts. Administrators, who use neither a sign-in nor a token of the user, may.
 */
public final class FactorChange {

    private final KeycloakSession session;
    private final UserModel user;
    private final PolicySettings settings;
    private final UsableKeys keys;
    private final EvidencePolicy evidencePolicy;

    private FactorChange(KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        this.session = session;
        this.user = user;
        this.settings = settings;
        this.keys = new UsableKeys(session, realm, user, settings);
        this.evidencePolicy = new EvidencePolicy(session, realm, user, settings, ServerClock.INSTANCE);
    }

    /** Empty while the guard is off in the realm. */
    public static Optional<FactorChange> of(KeycloakSession session, RealmModel realm, UserModel user) {
        return TwoFactorPolicy.of(realm).map(settings -> new FactorChange(session, realm, user, settings));
    }

    /**
     * Why the email address must not be changed now. That of a user without a factor is not protected, except from
     * impersonation.
     */
    public Optional<ChangeObstacle> obstacleToAddress() {
        return obstacle(false)
                .filter(obstacle -> obstacle == ChangeObstacle.IMPERSONATED || enrolled() || keys.owned());
    }

    /**
     * Whether a list offers the change to its reader, who must be the user. The list in the account console needs no recent
     * evidence, because the action that it leads to requires re-authentication.
     */
    public boolean offered() {
        boolean lists =
                HttpMethod.GET.equals(session.getContext().getHttpRequest().getHttpMethod());
        return (authentication() != null || bearer() != null) && obstacle(lists).isEmpty();
    }

    /** Ends the request unless the change is allowed now, for callers that show the message of any exception. */
    public void demand() {
        obstacle(false).ifPresent(obstacle -> {
            throw new RefusedChange(session, user).asText(obstacle);
        });
    }

    /** Ends the request with a page that says why, unless the change is allowed now. */
    public void demandOnPage(String credentialType) {
        obstacle(false).ifPresent(obstacle -> {
            throw new RefusedChange(session, user).asPage(obstacle, credentialType);
        });
    }

    /** @param evenIfOld whether the age of the evidence behind a token does not matter */
    private Optional<ChangeObstacle> obstacle(boolean evenIfOld) {
        AuthenticationSessionModel authentication = authentication();
        if (authentication != null) {
            return isUser(authentication.getAuthenticatedUser())
                    ? obstacle(new SignIn(session, authentication, user, ServerClock.INSTANCE))
                    : proved(false, enrolled() || keys.owned());
        }
        UserSessionModel bearer = bearer();
        return bearer == null ? Optional.empty() : obstacle(new CompletedSignIn(session, bearer), evenIfOld);
    }

    private Optional<ChangeObstacle> obstacle(SignIn signIn) {
        if (signIn.impersonated()) {
            return Optional.of(ChangeObstacle.IMPERSONATED);
        }
        if (!user.isEnabled() || signIn.outdated()) {
            return Optional.of(ChangeObstacle.NOT_PROVED);
        }
        boolean proved = signIn.countingEvidence()
                        .filter(evidence -> evidencePolicy.allowsChanges(evidence, settings.proofLasts()))
                        .isPresent()
                && !signIn.olderThan(Duration.ofSeconds(settings.maxAuthAgeSeconds()));
        return proved(proved, enrolledBefore(signIn) || keys.ownedBefore(signIn));
    }

    private Optional<ChangeObstacle> obstacle(CompletedSignIn signIn, boolean evenIfOld) {
        if (signIn.impersonated()) {
            return Optional.of(ChangeObstacle.IMPERSONATED);
        }
        Duration age = Duration.ofSeconds(settings.maxAuthAgeSeconds());
        boolean proved = signIn.evidence()
                .filter(evidence -> evenIfOld
                        ? evidencePolicy.allowsChanges(evidence)
                        : evidencePolicy.allowsChanges(evidence, age))
                .isPresent();
        return proved(proved, enrolled() || keys.owned());
    }

    private static Optional<ChangeObstacle> proved(boolean proved, boolean needed) {
        return proved || !needed ? Optional.empty() : Optional.of(ChangeObstacle.NOT_PROVED);
    }

    private boolean enrolled() {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE)
                .findAny()
                .isPresent();
    }

    /** A factor that was added during this sign-in is not asked for. */
    private boolean enrolledBefore(SignIn signIn) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE)
                .anyMatch(authenticator -> !signIn.addedHere(authenticator.getId()));
    }

    private @Nullable AuthenticationSessionModel authentication() {
        return session.getContext().getAuthenticationSession();
    }

    /** The session behind the request's token, if it is the user's own. */
    private @Nullable UserSessionModel bearer() {
        UserSessionModel bearer = session.getContext().getUserSession();
        return bearer != null && isUser(bearer.getUser()) ? bearer : null;
    }

    private boolean isUser(@Nullable UserModel other) {
        return other != null && user.getId().equals(other.getId());
    }
}
