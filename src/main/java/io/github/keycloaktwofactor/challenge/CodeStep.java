package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.page.Unavailable;
import io.github.keycloaktwofactor.policy.PolicySettings;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.credential.OTPCredentialModel;

/** The code page as a step of a flow, whichever authenticator stands in the flow for it. */
final class CodeStep {

    private final AuthenticationFlowContext context;
    private final PageContext visit;

    CodeStep(AuthenticationFlowContext context, PolicySettings settings) {
        this.context = context;
        this.visit = PageContext.of(context, settings);
    }

    void authenticate() {
        if (visit.signIn().joinsUnnamedSession()) {
            beginInASessionOfItsOwn();
            return;
        }
        if (visit.mustBeginAgain()) {
            context.challenge(NoticePage.of(visit, NoticePage.Kind.BEGIN_AGAIN));
            return;
        }
        Response page = Unavailable.SIGN_IN.orPage(visit, this::page);
        if (page == null) {
            SkippedStep.note(context);
            context.success();
        } else {
            context.challenge(page);
        }
    }

    void action() {
        if (visit.signIn().joinsUnnamedSession()) {
            beginInASessionOfItsOwn();
            return;
        }
        if (visit.mustBeginAgain()) {
            context.challenge(
                    visit.pressed().equals("restart")
                            ? Restart.again(visit.session(), visit.authentication())
                            : NoticePage.of(visit, NoticePage.Kind.BEGIN_AGAIN));
            return;
        }
        FormResult reply = Unavailable.SIGN_IN.orReply(visit, () -> new CodeChallenge(visit).submit());
        switch (reply.kind()) {
            case PASSED -> context.success(OTPCredentialModel.TYPE);
            // Not a failure in Keycloak's eyes: its brute-force detection would disable the account, where ours only
            // makes the factor wait.
            case REFUSED, SHOWN, LEFT -> context.challenge(Objects.requireNonNull(reply.response()));
        }
    }

    /** Before a code is looked at: whatever it proved would count in a session that this browser does not name. */
    private void beginInASessionOfItsOwn() {
        context.challenge(Restart.of(visit.session(), visit.authentication()));
    }

    /** The page that asks, or null for a trusted device. */
    private @Nullable Response page() {
        visit.signIn().seen();
        boolean skipped = !SkippedStep.raisesLevel(context) && new TrustedDevicePrompt(visit).skipsPrompt();
        return skipped ? null : new CodeChallenge(visit).show();
    }
}
