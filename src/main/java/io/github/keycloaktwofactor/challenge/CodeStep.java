package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.policy.PolicySettings;
import java.util.Objects;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.credential.OTPCredentialModel;

/** The code page as a step of a flow, whichever authenticator stands in the flow for it. */
final class CodeStep {

    private final AuthenticationFlowContext context;
    private final Visit visit;
    private final CodeChallenge challenge;

    CodeStep(AuthenticationFlowContext context, PolicySettings settings) {
        this.context = context;
        this.visit = Visit.of(context, settings);
        this.challenge = new CodeChallenge(visit);
    }

    void authenticate() {
        context.challenge(Objects.requireNonNull(Unavailable.orPage(visit, challenge::show)));
    }

    void action() {
        Reply reply = Unavailable.orReply(visit, challenge::submit);
        switch (reply.kind()) {
            case PASSED -> context.success(OTPCredentialModel.TYPE);
            // Not a failure in Keycloak's eyes: its brute-force detection would disable the account, where ours only
            // makes the factor wait.
            case REFUSED, SHOWN, LEFT -> context.challenge(Objects.requireNonNull(reply.response()));
        }
    }
}
