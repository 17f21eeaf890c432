package io.github.keycloaktwofactor.whatif;

import io.github.keycloaktwofactor.challenge.TwoFactorChallengeAuthenticatorFactory;
import io.github.keycloaktwofactor.challenge.TwoFactorDirectGrantAuthenticatorFactory;
import io.github.keycloaktwofactor.grant.TokenDecision;
import io.github.keycloaktwofactor.grant.TokenPolicy;
import io.github.keycloaktwofactor.guard.Decided;
import io.github.keycloaktwofactor.guard.NextStep;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.PolicySettings.DirectGrant;
import io.github.keycloaktwofactor.policy.UserObligation;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.directgrant.ValidateOTP;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** Predicts what would happen if a user signed in to a client. */
public final class WhatIf {

    private static final Set<String> FORMS =
            Set.of(TwoFactorChallengeAuthenticatorFactory.ID, OTPFormAuthenticatorFactory.PROVIDER_ID);

    private static final Set<String> GRANT_STEPS =
            Set.of(TwoFactorDirectGrantAuthenticatorFactory.ID, ValidateOTP.PROVIDER_ID);

    private static final String REPORT_ONLY = "the realm only reports: if the policy were enforced, the user would ";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Optional<PolicySettings> policy;

    /** @param policy the policy to apply, stored or not; empty if two-factor is off */
    public WhatIf(KeycloakSession session, RealmModel realm, Optional<PolicySettings> policy) {
        this.session = session;
        this.realm = realm;
        this.policy = policy;
    }

    public WhatIfAnswer answer(WhatIfQuestion question) {
        List<String> obstacles = obstacles(question).toList();
        if (!obstacles.isEmpty()) {
            return new WhatIfAnswer(Outcome.REFUSED, obstacles);
        }
        return policy.map(settings -> answer(question, settings)).orElseGet(() -> withoutPolicy(question));
    }

    /** Reasons for which Keycloak refuses the sign-in, whatever the second factor. */
    private Stream<String> obstacles(WhatIfQuestion question) {
        ClientModel client = question.client();
        List<String> obstacles = new ArrayList<>();
        if (!question.user().isEnabled()) {
            obstacles.add("the user is disabled");
        }
        if (!client.isEnabled()) {
            obstacles.add("the client is disabled");
        }
        if (question.provider() != null && !question.provider().isEnabled()) {
            obstacles.add("the identity provider is disabled");
        }
        boolean openIdConnect = OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol());
        switch (question.way()) {
            case PASSWORD_GRANT -> {
                if (!client.isDirectAccessGrantsEnabled()) {
                    obstacles.add("the client may not use the password grant");
                }
                if (question.user().getRequiredActionsStream().findAny().isPresent()) {
                    obstacles.add("a required action of the user is to be done first, and no page can be shown");
                }
            }
            case BROWSER, COOKIE, IDENTITY_PROVIDER, TRUSTED_DEVICE -> {
                if (openIdConnect && !client.isStandardFlowEnabled() && !client.isImplicitFlowEnabled()) {
                    obstacles.add("the client may not sign users in by the browser");
                }
            }
            case REFRESH -> {}
        }
        return obstacles.stream();
    }

    private WhatIfAnswer answer(WhatIfQuestion question, PolicySettings settings) {
        return switch (question.way()) {
            case BROWSER, COOKIE, IDENTITY_PROVIDER, TRUSTED_DEVICE -> byBrowser(question, settings);
            case PASSWORD_GRANT -> byPasswordGrant(question, settings);
            case REFRESH -> byRefresh(question, settings);
        };
    }

    private WhatIfAnswer byBrowser(WhatIfQuestion question, PolicySettings settings) {
        ClientFlow flow = browserFlow(question.client());
        List<String> because = new ArrayList<>(flow.described().toList());
        WhatIfQuestion asked = question;
        if (question.way() == Way.COOKIE && !flow.takesCookie()) {
            because.add("the flow takes no cookie");
            asked = new WhatIfQuestion(question.user(), question.client(), Way.BROWSER, null);
        }
        ImaginedSignIn facts = new ImaginedSignIn(session, realm, settings, asked);
        Decided decided = NextStep.of(facts);
        because.addAll(facts.because());
        reportedText(decided).ifPresent(because::add);
        Outcome outcome = outcome(decided.next());
        if (outcome == Outcome.SIGNED_IN && !facts.enrolled() && facts.changePending()) {
            // The decision lets users proceed to the action.
            outcome = Outcome.SET_UP;
        }
        if (outcome == Outcome.SIGNED_IN && demandsSetup(asked, flow, settings)) {
            because.add("every sign-in through the flow comes to a step that asks for a code");
            outcome = Outcome.SET_UP;
        }
        if (outcome == Outcome.ASKED_FOR_CODE && !flow.asksForCode()) {
            because.add("no step of the flow asks for a code, so the guard does after it");
        }
        if (flow.givesLevels()) {
            because.add(
                    "the flow gives levels of authentication: a client that asks for a higher one can be asked for more");
        }
        return new WhatIfAnswer(outcome, because);
    }

    private static Outcome outcome(NextStep step) {
        return switch (step) {
            case NOTHING -> Outcome.SIGNED_IN;
            case ASK_CODE -> Outcome.ASKED_FOR_CODE;
            case USE_OTHER_FACTOR -> Outcome.OTHER_FACTOR;
            // Both lead to the set-up.
            case ENROL, PROVE_FIRST, SIGN_IN_AGAIN -> Outcome.SET_UP;
            case BEGIN_AGAIN, REFUSE_IMPERSONATOR, REFUSE_OTHER_USER -> Outcome.REFUSED;
        };
    }

    /** The step sends users who have nothing set up to the set-up page, except exempt users. */
    private boolean demandsSetup(WhatIfQuestion question, ClientFlow flow, PolicySettings settings) {
        boolean throughTheFlow = question.way() == Way.BROWSER || question.way() == Way.TRUSTED_DEVICE;
        return throughTheFlow
                && flow.demandsCode()
                && Authenticators.of(question.user()).isEmpty()
                && (flow.givesLevels() || obligation(question.user(), settings) != Obligation.EXEMPT);
    }

    private WhatIfAnswer byPasswordGrant(WhatIfQuestion question, PolicySettings settings) {
        ClientFlow flow = new ClientFlow(
                realm,
                question.client(),
                AuthenticationFlowBindings.DIRECT_GRANT_BINDING,
                realm.getDirectGrantFlow(),
                GRANT_STEPS);
        ImaginedSignIn facts = new ImaginedSignIn(session, realm, settings, question);
        Decided decided = NextStep.of(facts);
        List<String> because = Stream.of(flow.described(), facts.because().stream(), reportedText(decided).stream())
                .flatMap(reasons -> reasons)
                .toList();
        return switch (decided.next()) {
            case NOTHING -> new WhatIfAnswer(Outcome.SIGNED_IN, because);
            case ASK_CODE -> {
                if (!flow.asksForCode()) {
                    yield refused(because, "no step of the flow takes a code, and no page can be shown");
                }
                yield settings.directGrant() == DirectGrant.DENY
                        ? refused(because, "directGrant is DENY")
                        : new WhatIfAnswer(Outcome.ASKED_FOR_CODE, because);
            }
            case ENROL,
                    PROVE_FIRST,
                    SIGN_IN_AGAIN,
                    USE_OTHER_FACTOR,
                    BEGIN_AGAIN,
                    REFUSE_IMPERSONATOR,
                    REFUSE_OTHER_USER -> refused(because, "no page can be shown");
        };
    }

    private WhatIfAnswer byRefresh(WhatIfQuestion question, PolicySettings settings) {
        UserModel user = question.user();
        TokenPolicy tokens = new TokenPolicy(session, realm, settings);
        List<UserSessionModel> sessions = sessions(question);
        List<String> because = new ArrayList<>();
        TokenDecision decision;
        if (sessions.isEmpty()) {
            because.add("the user has no session with the client now: this is of one that has passed no second factor");
            decision = tokens.ofUser(user);
        } else {
            decision = sessions.stream()
                    .map(tokens::ofSession)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            because.add(
                    decision == TokenDecision.ACCEPTED
                            ? "every session of the user with the client is accepted"
                            : "a session of the user with the client has passed no second factor, which the policy requires");
        }
        because.addAll(new UserObligation(session, realm, user, settings).because());
        if (decision == TokenDecision.REPORTED) {
            because.add(REPORT_ONLY + "be refused");
        }
        return new WhatIfAnswer(decision == TokenDecision.REFUSED ? Outcome.REFUSED : Outcome.SIGNED_IN, because);
    }

    /** Online and offline. */
    private List<UserSessionModel> sessions(WhatIfQuestion question) {
        return Stream.concat(
                        session.sessions().getUserSessionsStream(realm, question.user()),
                        session.sessions().getOfflineUserSessionsStream(realm, question.user()))
                .filter(past -> past.getAuthenticatedClientSessionByClient(
                                question.client().getId())
                        != null)
                .toList();
    }

    /** Without the guard: Keycloak's own forms ask enrolled users, if the flow has one. */
    private WhatIfAnswer withoutPolicy(WhatIfQuestion question) {
        boolean asks = switch (question.way()) {
                    case BROWSER, TRUSTED_DEVICE ->
                        browserFlow(question.client()).asksForCode();
                    case PASSWORD_GRANT ->
                        new ClientFlow(
                                        realm,
                                        question.client(),
                                        AuthenticationFlowBindings.DIRECT_GRANT_BINDING,
                                        realm.getDirectGrantFlow(),
                                        GRANT_STEPS)
                                .asksForCode();
                    case COOKIE, IDENTITY_PROVIDER, REFRESH -> false;
                }
                && !Authenticators.of(question.user()).isEmpty();
        return new WhatIfAnswer(
                asks ? Outcome.ASKED_FOR_CODE : Outcome.SIGNED_IN,
                List.of("two-factor is off in the realm, so Keycloak alone decides"));
    }

    private ClientFlow browserFlow(ClientModel client) {
        return new ClientFlow(realm, client, AuthenticationFlowBindings.BROWSER_BINDING, realm.getBrowserFlow(), FORMS);
    }

    private Obligation obligation(UserModel user, PolicySettings settings) {
        return new UserObligation(session, realm, user, settings).obligation();
    }

    /** What the realm only reports. */
    private static Optional<String> reportedText(Decided decided) {
        if (decided.enforced()) {
            return Optional.empty();
        }
        return Optional.of(REPORT_ONLY
                + (decided.step() == NextStep.USE_OTHER_FACTOR
                        ? "be asked for the other factor"
                        : "have to set up two-factor"));
    }

    private static WhatIfAnswer refused(List<String> because, String last) {
        return new WhatIfAnswer(
                Outcome.REFUSED,
                Stream.concat(because.stream(), Stream.of(last)).toList());
    }
}
