package io.github.keycloaktwofactor.grant;

import io.github.keycloaktwofactor.factor.EvidencePolicy;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.PolicySettings.ExistingSessions;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.CompletedSignIn;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.time.Instant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** Decides on each request whether a session may get tokens from a grant without a page. */
public final class TokenPolicy {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final PolicySettings settings;

    public TokenPolicy(KeycloakSession session, RealmModel realm, PolicySettings settings) {
        this.session = session;
        this.realm = realm;
        this.settings = settings;
    }

    /**
     * Of an existing session. It is refused if the policy requires a second factor that it has not passed, and
     * {@code existingSessions} does not let it remain valid.
     */
    public TokenDecision ofSession(UserSessionModel past) {
        TokenDecision decision = unverified(past) ? required(past.getUser()) : TokenDecision.ACCEPTED;
        return decision != TokenDecision.ACCEPTED && goesOn(new CompletedSignIn(session, past))
                ? TokenDecision.ACCEPTED
                : decision;
    }

    /** Of a user with a token without a session, and so without a second factor. */
    public TokenDecision ofUser(UserModel user) {
        return user.getServiceAccountClientLink() == null ? required(user) : TokenDecision.ACCEPTED;
    }

    /** Of a session that starts here, without the guard, which asks users who are enrolled or required to be. */
    public TokenDecision ofSignIn(UserSessionModel fresh) {
        if (!unverified(fresh)) {
            return TokenDecision.ACCEPTED;
        }
        return Authenticators.of(fresh.getUser()).isEmpty() ? required(fresh.getUser()) : TokenDecision.REFUSED;
    }

    /** The evidence first: without it nothing is asked of the database here, where roles may have to be fetched. */
    private boolean unverified(UserSessionModel past) {
        CompletedSignIn signIn = new CompletedSignIn(session, past);
        UserModel user = past.getUser();
        return user != null
                && user.getServiceAccountClientLink() == null
                && !signIn.begunInTheUsersName()
                && signIn.evidence()
                        .filter(new EvidencePolicy(session, realm, user, settings, ServerClock.INSTANCE)::letsIn)
                        .isEmpty();
    }

    /** For existing sessions only: one that starts without a page has passed nothing, and is new. */
    private boolean goesOn(CompletedSignIn past) {
        return past.passedStockOtp()
                || (settings.existingSessions() == ExistingSessions.UNTIL_THEY_END && isFromBefore(past));
    }

    /** While the realm only reports, every session is from before two-factor is required of anybody. */
    private boolean isFromBefore(CompletedSignIn past) {
        Instant since = settings.reportsOnly() ? Instant.MAX : settings.saved().requiredSince();
        return since != null && past.unverifiedSinceBefore(since);
    }

    private TokenDecision required(UserModel user) {
        return TokenDecision.of(TwoFactorPolicy.obligation(session, realm, user, settings));
    }
}
