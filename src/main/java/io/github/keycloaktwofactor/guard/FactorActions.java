package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.page.PageContext;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Required actions that add or remove a factor. A sign-in that has not passed the second factor of an enrolled user
 * must not reach them: otherwise the default reset credentials flow would give the account to anyone who can read the
 * mailbox.
 */
public final class FactorActions {

    /** Stock actions that add a factor; a flow adds them to the sign-in of a user who has none. */
    private static final List<String> ADDING = List.of(
            "CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "webauthn-register", "webauthn-register-passwordless");

    private static final List<String> CHANGING =
            List.of("delete_credential", "two-factor-setup", "two-factor-recovery-codes");

    private FactorActions() {}

    static void takeOff(AuthenticationSessionModel authentication) {
        List.copyOf(authentication.getRequiredActions()).stream()
                .filter(alias -> ADDING.contains(provider(authentication.getRealm(), alias)))
                .forEach(authentication::removeRequiredAction);
    }

    /** Whether one of them is still pending in this sign-in. */
    static boolean pending(PageContext context) {
        return Stream.concat(
                                Stream.ofNullable(context.authentication().getClientNote(Constants.KC_ACTION)),
                                context.authentication().getRequiredActions().stream())
                        .anyMatch(alias -> changes(context.realm(), alias))
                || pending(context.realm(), context.user());
    }

    /** Whether one of them is pending for the user's next sign-in. */
    public static boolean pending(RealmModel realm, UserModel user) {
        return user.getRequiredActionsStream().anyMatch(alias -> isEnabled(realm, alias) && changes(realm, alias));
    }

    private static boolean changes(RealmModel realm, String alias) {
        String action = provider(realm, alias);
        return ADDING.contains(action) || CHANGING.contains(action);
    }

    /** What an action does depends on its provider; an imported realm may use any alias. */
    static String provider(RealmModel realm, String alias) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(alias);
        return action == null || action.getProviderId() == null ? alias : action.getProviderId();
    }

    /** A disabled action stays on the user but is never run. */
    private static boolean isEnabled(RealmModel realm, String alias) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(alias);
        return action != null && action.isEnabled();
    }
}
