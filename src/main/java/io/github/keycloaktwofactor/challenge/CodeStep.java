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

/** The code page as a step of a flow, for our authenticator and for the stock one that it overrides. */
final class CodeStep {

    private final AuthenticationFlowContext context;
    private final PageContext pageContext;

    CodeStep(AuthenticationFlowContext context, PolicySettings settings) {
        this.context = context;
        this.pageContext = PageContext.of(context, settings);
    }

    void authenticate() {
        if (pageContext.signIn().joinsUnnamedSession()) {
            beginInASessionOfItsOwn();
            return;
        }
        if (pageContext.mustBeginAgain()) {
            context.challenge(NoticePage.of(pageContext, NoticePage.Kind.BEGIN_AGAIN));
            return;
        }
        Response page = Unavailable.SIGN_IN.orPage(pageContext, this::page);
        if (page == null) {
            SkippedStep.note(context);
            context.success();
        } else {
            context.challenge(page);
        }
    }

    void action() {
        if (pageContext.signIn().joinsUnnamedSession()) {
            beginInASessionOfItsOwn();
            return;
        }
        if (pageContext.mustBeginAgain()) {
            context.challenge(
                    pageContext.pressed().equals("restart")
                            ? Restart.again(pageContext)
                            : NoticePage.of(pageContext, NoticePage.Kind.BEGIN_AGAIN));
            return;
        }
        FormResult result = Unavailable.SIGN_IN.orResult(pageContext, () -> new CodeChallenge(pageContext).submit());
        switch (result.kind()) {
            case PASSED -> context.success(OTPCredentialModel.TYPE);
            // Not a failure for Keycloak: its brute force detection would lock the account; ours only rate limits the
            // factor.
            case REFUSED, SHOWN, LEFT -> context.challenge(Objects.requireNonNull(result.response()));
        }
    }

    /** Before a code is checked: its evidence would count in a session that is not of this browser. */
    private void beginInASessionOfItsOwn() {
        context.challenge(Restart.of(pageContext));
    }

    /** The code page, or null for a trusted device. */
    private @Nullable Response page() {
        pageContext.signIn().seen();
        boolean skipped = !SkippedStep.raisesLevel(context) && new TrustedDevicePrompt(pageContext).skipsPrompt();
        return skipped ? null : new CodeChallenge(pageContext).show();
    }
}
