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

/** Decides, afresh each time, whether a session may be given tokens where no page can ask for a code. */
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
     * Whether a session from an earlier sign-in is no longer accepted: the policy requires what it never passed, and it is
     * not among those that may go on until they end.
     */
    public boolean refuses(UserSessionModel past) {
        return unverified(past) && required(past.getUser()) && !goesOn(new CompletedSignIn(session, past));
    }

    /** Whether somebody is no longer accepted whose token knows no session, and so no sign-in that passed anything. */
    public boolean refuses(UserModel user) {
        return user.getServiceAccountClientLink() == null && required(user);
    }

    /** Whether a session that begins here would pass by the guard, which asks users who are enrolled or must be. */
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

    /** Asked of sessions that exist already: one that begins without a page has passed nothing and is of today. */
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
