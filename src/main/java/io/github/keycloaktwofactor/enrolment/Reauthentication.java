package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.passkey.AcceptedPasskeys;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.Evidence;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.light.LightweightUserAdapter;

/** Re-authentication: the evidence that a sign-in needs before it may see or change a factor. */
public final class Reauthentication {

    private Reauthentication() {}

    /** Why the user must not see a key or new codes now, or null. */
    static NoticePage.@Nullable Kind obstacle(PageContext context) {
        if (context.signIn().impersonated()) {
            return NoticePage.Kind.IMPERSONATED;
        }
        if (LightweightUserAdapter.isLightweightUser(context.user())) {
            return NoticePage.Kind.NOT_STORED;
        }
        if (context.mustBeginAgain()) {
            return NoticePage.Kind.BEGIN_AGAIN;
        }
        if (context.signIn().olderThan(Duration.ofSeconds(context.settings().maxAuthAgeSeconds()))
                || context.signIn().outlivedItsFactor()) {
            return NoticePage.Kind.SIGN_IN_AGAIN;
        }
        // A password alone must not add an authenticator to an account with a passkey.
        return AcceptedPasskeys.owned(context) && !proved(context) ? NoticePage.Kind.OTHER_FACTOR : null;
    }

    /**
     * Why the user must not change or remove a factor now, or null. In addition to {@link #obstacle}, the evidence of the
     * sign-in must allow changes and be recent: a trusted device or an identity provider is not enough, nor is a page that
     * was left open.
     */
    public static NoticePage.@Nullable Kind obstacleToChange(PageContext context) {
        NoticePage.Kind obstacle = obstacleToConfirm(context);
        boolean late = evidence(context)
                .filter(evidence -> context.evidencePolicy()
                        .allowsChanges(evidence, context.settings().proofLasts()))
                .isEmpty();
        return obstacle == null && late ? NoticePage.Kind.SIGN_IN_AGAIN : obstacle;
    }

    /** The result of the change, or the notice why it is not allowed. */
    static Response beforeChange(PageContext context, Supplier<Response> change) {
        NoticePage.Kind obstacle = obstacleToChange(context);
        return obstacle == null ? change.get() : NoticePage.of(context, obstacle);
    }

    /** The same for a change that was started in time, and whose key expires. */
    public static NoticePage.@Nullable Kind obstacleToConfirm(PageContext context) {
        NoticePage.Kind obstacle = obstacle(context);
        return obstacle == null && !proved(context) ? NoticePage.Kind.SIGN_IN_AGAIN : obstacle;
    }

    private static boolean proved(PageContext context) {
        return evidence(context).filter(context.evidencePolicy()::allowsChanges).isPresent();
    }

    private static Optional<Evidence> evidence(PageContext context) {
        return context.signIn().countingEvidence();
    }

    /** The age of a sign-in, in seconds, from which Keycloak requires re-authentication before an action starts. */
    public static int maxAuthAge(@Nullable KeycloakSession session) {
        return session == null
                ? Constants.KC_ACTION_MAX_AGE
                : TwoFactorPolicy.of(session.getContext().getRealm())
                        .map(PolicySettings::maxAuthAgeSeconds)
                        .orElse(Constants.KC_ACTION_MAX_AGE);
    }
}
