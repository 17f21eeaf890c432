package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.OtherFactors;
import io.github.keycloaktwofactor.challenge.Visit;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.Mark;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.light.LightweightUserAdapter;

/** What a sign-in must have proved before it may see or change a factor. */
final class Freshness {

    private Freshness() {}

    /** Why this person must not see a key or new codes now, or null. */
    static NoticePage.@Nullable Kind obstacle(Visit visit) {
        if (visit.signIn().impersonated()) {
            return NoticePage.Kind.IMPERSONATED;
        }
        if (LightweightUserAdapter.isLightweightUser(visit.user())) {
            return NoticePage.Kind.NOT_STORED;
        }
        if (visit.signIn().olderThan(Duration.ofSeconds(visit.settings().maxAuthAgeSeconds()))
                || visit.signIn().outlivedItsFactor()) {
            return NoticePage.Kind.SIGN_IN_AGAIN;
        }
        // A password alone must not put a new authenticator beside a passkey.
        return OtherFactors.owned(visit) && OtherFactors.used(visit).isEmpty() && !proved(visit)
                ? NoticePage.Kind.OTHER_FACTOR
                : null;
    }

    /**
     * Why this person must not change or remove a factor now, or null. Beside what {@link #obstacle} asks, the mark of
     * the sign-in must prove the second factor itself, and lately: a trusted device or a broker does not, and neither
     * does a page that was left open.
     */
    static NoticePage.@Nullable Kind obstacleToChange(Visit visit) {
        NoticePage.Kind obstacle = obstacleToConfirm(visit);
        boolean late = !visit.signIn().proved(visit.settings().proofLasts());
        return obstacle == null && late ? NoticePage.Kind.SIGN_IN_AGAIN : obstacle;
    }

    /** The same for a change that was begun in time, and whose key ends by itself. */
    static NoticePage.@Nullable Kind obstacleToConfirm(Visit visit) {
        NoticePage.Kind obstacle = obstacle(visit);
        return obstacle == null && !proved(visit) ? NoticePage.Kind.SIGN_IN_AGAIN : obstacle;
    }

    /** A factor that the policy has taken back proves nothing any more, in the sessions that exist already either. */
    private static boolean proved(Visit visit) {
        return visit.signIn()
                .countingMark()
                .map(Mark::method)
                .filter(method -> method.countsForChanges() && OtherFactors.accepted(method, visit.settings()))
                .isPresent();
    }

    /** The age of a sign-in, in seconds, from which Keycloak asks for the password again before an action starts. */
    static int maxAuthAge(@Nullable KeycloakSession session) {
        return session == null
                ? Constants.KC_ACTION_MAX_AGE
                : TwoFactorPolicy.of(session.getContext().getRealm())
                        .map(PolicySettings::maxAuthAgeSeconds)
                        .orElse(Constants.KC_ACTION_MAX_AGE);
    }
}
