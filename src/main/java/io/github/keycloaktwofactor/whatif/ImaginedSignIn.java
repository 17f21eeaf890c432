package io.github.keycloaktwofactor.whatif;

import io.github.keycloaktwofactor.broker.TrustedLink;
import io.github.keycloaktwofactor.device.TrustedDevices;
import io.github.keycloaktwofactor.factor.EvidencePolicy;
import io.github.keycloaktwofactor.factor.UsableKeys;
import io.github.keycloaktwofactor.guard.FactorActions;
import io.github.keycloaktwofactor.guard.SignInFacts;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.UserObligation;
import io.github.keycloaktwofactor.session.CompletedSignIn;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * The facts of a sign-in that has just passed its first step. The decision only asks for facts that matter, so the
 * answers given are the reasons for its result.
 */
final class ImaginedSignIn implements SignInFacts {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final PolicySettings settings;
    private final WhatIfQuestion question;
    private final Set<String> because = new LinkedHashSet<>();

    ImaginedSignIn(KeycloakSession session, RealmModel realm, PolicySettings settings, WhatIfQuestion question) {
        this.session = session;
        this.realm = realm;
        this.user = question.user();
        this.settings = settings;
        this.question = question;
    }

    /** The reasons for the answers, as far as they were asked for. */
    List<String> because() {
        return List.copyOf(because);
    }

    @Override
    public boolean takenByAnother() {
        return false;
    }

    @Override
    public boolean outdated() {
        return false;
    }

    @Override
    public boolean serviceAccount() {
        return told(
                user.getServiceAccountClientLink() != null,
                "nobody is asked for the second factor of a service account");
    }

    @Override
    public boolean changePending() {
        return told(
                FactorActions.pending(realm, user),
                "a required action of the user sets up, changes or removes a factor");
    }

    @Override
    public boolean impersonated() {
        return false;
    }

    @Override
    public boolean begunInTheUsersName() {
        return false;
    }

    @Override
    public boolean verified() {
        return switch (question.way()) {
            case COOKIE -> sessionsAreVerified();
            case IDENTITY_PROVIDER -> providerVouches();
            case BROWSER, TRUSTED_DEVICE, PASSWORD_GRANT, REFRESH -> false;
        };
    }

    @Override
    public boolean proved() {
        return question.way() == Way.COOKIE && sessionsAreProved();
    }

    /** All sessions: it is unknown which one the user's browser has. */
    private boolean sessionsAreVerified() {
        List<UserSessionModel> sessions = sessions();
        if (sessions.isEmpty()) {
            because.add("the user has no SSO session now: this is of one that has passed no second factor");
            return false;
        }
        boolean verified = sessions.stream().allMatch(past -> isVerified(past, false));
        because.add(
                verified
                        ? "every SSO session of the user has passed the second factor"
                        : "an SSO session of the user has not passed the second factor");
        return verified;
    }

    private boolean sessionsAreProved() {
        List<UserSessionModel> sessions = sessions();
        boolean proved = !sessions.isEmpty() && sessions.stream().allMatch(past -> isVerified(past, true));
        return told(proved, "every SSO session of the user has passed a factor that counts for changes");
    }

    private List<UserSessionModel> sessions() {
        return session.sessions().getUserSessionsStream(realm, user).toList();
    }

    private boolean isVerified(UserSessionModel past, boolean forChanges) {
        EvidencePolicy policy = new EvidencePolicy(session, realm, user, settings, ServerClock.INSTANCE);
        return new CompletedSignIn(session, past)
                .evidence()
                .filter(evidence -> forChanges ? policy.allowsChanges(evidence) : policy.letsIn(evidence))
                .isPresent();
    }

    private boolean providerVouches() {
        String alias = question.provider() == null ? "" : question.provider().getAlias();
        FederatedIdentityModel link = session.users().getFederatedIdentity(realm, user, alias);
        if (link == null) {
            because.add("the user has no link to the identity provider " + alias
                    + ", and one that is made just now vouches for nobody");
            return false;
        }
        boolean vouches = TrustedLink.vouches(session, realm, user, settings, link);
        because.add(
                vouches
                        ? "the identity provider %s is trusted, and the user's link to it".formatted(alias)
                        : "the identity provider %s is not trusted, or not this link to it: its user has a factor here and has not passed it with the link"
                                .formatted(alias));
        return vouches;
    }

    @Override
    public boolean enrolled() {
        return told(!Authenticators.of(user).isEmpty(), "the user has an authenticator");
    }

    @Override
    public boolean trustedDevice() {
        if (question.way() != Way.TRUSTED_DEVICE) {
            return false;
        }
        boolean trusted = !new TrustedDevices(session, realm, user, settings, ServerClock.INSTANCE)
                .list()
                .isEmpty();
        because.add(trusted ? "the user has a trusted device" : "no device of the user is trusted now");
        return trusted;
    }

    @Override
    public boolean ownsOtherFactor() {
        return told(
                new UsableKeys(session, realm, user, settings).owned(),
                "the user has a security key or passkey that the policy accepts");
    }

    @Override
    public boolean old() {
        return false;
    }

    @Override
    public boolean unproved() {
        return false;
    }

    @Override
    public Obligation obligation() {
        UserObligation asked = new UserObligation(session, realm, user, settings);
        Obligation obligation = asked.obligation();
        because.addAll(asked.because());
        if (obligation == Obligation.NOT_REQUIRED) {
            because.add("the policy requires nothing of the user");
        }
        return obligation;
    }

    private boolean told(boolean holds, String reason) {
        if (holds) {
            because.add(reason);
        }
        return holds;
    }
}
