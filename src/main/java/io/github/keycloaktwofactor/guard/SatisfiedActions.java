package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.enrolment.NewRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.RecoveryCodesActionFactory;
import io.github.keycloaktwofactor.enrolment.RequestedSetup;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.CompletedSetups;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Pending actions that ask for what the user has just set up in this sign-in: nobody sets up twice. */
final class SatisfiedActions {

    private static final List<String> FOR_CODES =
            List.of("CONFIGURE_RECOVERY_AUTHN_CODES", RecoveryCodesActionFactory.ID);

    /** By the type of the credential that was set up. */
    private static final Map<String, List<String>> ASKING = Map.of(
            "otp", List.of("CONFIGURE_TOTP", TwoFactorPolicy.SET_UP_ID),
            "two-factor-recovery-codes", FOR_CODES,
            "recovery-authn-codes", FOR_CODES);

    private SatisfiedActions() {}

    /** Removes them from the user, from the sign-in, and from {@code kc_action}. */
    static void takeOff(PageContext context) {
        AuthenticationSessionModel authentication = context.authentication();
        UserModel user = context.user();
        List<String> providers = CompletedSetups.in(authentication, user).stream()
                .flatMap(type -> ASKING.getOrDefault(type, List.of()).stream())
                .toList();
        // New codes must be saved first, in the action that generated them.
        if (providers.isEmpty() || NewRecoveryCodes.waiting(authentication)) {
            return;
        }
        Predicate<String> met = alias -> providers.contains(FactorActions.provider(context.realm(), alias));
        List.copyOf(authentication.getRequiredActions()).stream()
                .filter(met)
                .filter(alias -> !alias.equals(TwoFactorPolicy.SET_UP_ID) || !RequestedSetup.in(authentication))
                .forEach(authentication::removeRequiredAction);
        user.getRequiredActionsStream().filter(met).toList().forEach(user::removeRequiredAction);
        String asked = authentication.getClientNote(Constants.KC_ACTION);
        // The set-up action is also the two-factor page, if there is more to do than to set up.
        if (asked != null && met.test(asked) && !asked.equals(TwoFactorPolicy.SET_UP_ID)) {
            AuthenticationManager.setKcActionStatus(asked, KcActionStatus.SUCCESS, authentication);
        }
    }
}
