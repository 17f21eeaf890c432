package io.github.keycloaktwofactor.grant;

import io.github.keycloaktwofactor.factor.EvidencePolicy;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.Obligation;
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
     * Whether an existing session is no longer accepted: the policy requires a second factor that it has not passed, and
     * {@code existingSessions} does not let it remain valid.
     */
    public boolean refuses(UserSessionModel past) {
        return unverified(past) && required(past.getUser()) && !goesOn(new CompletedSignIn(session, past));
    }

    /** Whether a user is no longer accepted by a token without a session, and so without a second factor. */
    public boolean refuses(UserModel user) {
        return user.getServiceAccountClientLink() == null && required(user);
    }

    /** Whether a session that starts here would bypass the guard, which asks users who are enrolled or required to be. */
    public boolean refusesSignIn(UserSessionModel fresh) {
        return unverified(fresh) && (!Authenticators.of(fresh.getUser()).isEmpty() || required(fresh.getUser()));
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
        Instant since = settings.saved().requiredSince();
        return past.passedStockOtp()
                || (settings.existingSessions() == ExistingSessions.UNTIL_THEY_END
                        && since != null
                        && past.unverifiedSinceBefore(since));
    }

    private boolean required(UserModel user) {
        return TwoFactorPolicy.obligation(session, realm, user, settings) == Obligation.REQUIRED;
    }
}
