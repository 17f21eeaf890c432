package io.github.keycloaktwofactor.profile;

import io.github.keycloaktwofactor.factor.ChangeObstacle;
import io.github.keycloaktwofactor.factor.FactorChange;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.DeclarativeUserProfileProvider;
import org.keycloak.userprofile.DeclarativeUserProfileProviderFactory;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;

/** Keycloak's own, with profiles that check changes of the address. Stock while the guard is off in the realm. */
final class ProtectedUserProfileProvider extends DeclarativeUserProfileProvider {

    private final KeycloakSession session;

    ProtectedUserProfileProvider(KeycloakSession session, DeclarativeUserProfileProviderFactory factory) {
        super(session, factory);
        this.session = session;
    }

    @Override
    public UserProfile create(UserProfileContext context, UserModel user) {
        return guarded(super.create(context, user), context, user);
    }

    @Override
    public UserProfile create(UserProfileContext context, Map<String, ?> attributes, UserModel user) {
        return guarded(super.create(context, attributes, user), context, user);
    }

    private UserProfile guarded(UserProfile profile, UserProfileContext context, @Nullable UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        return user != null && protects(context, user) && TwoFactorPolicy.isOn(realm)
                ? ProtectedAddress.of(profile, user, () -> obstacle(realm, user))
                : profile;
    }

    /** Checked only on an update: Keycloak also creates profiles at every sign-in, to validate them. */
    private Optional<ChangeObstacle> obstacle(RealmModel realm, UserModel user) {
        return FactorChange.of(session, realm, user).flatMap(FactorChange::obstacleToAddress);
    }

    /**
     * In the account console and its REST resource, and on the page of an action, where users without an address that the
     * realm requires must be able to enter one. A new address from the action {@code UPDATE_EMAIL} is verified by a mail, in
     * another sign-in; the guard asks before that action.
     */
    private static boolean protects(UserProfileContext context, UserModel user) {
        return context == UserProfileContext.ACCOUNT
                || (context == UserProfileContext.UPDATE_PROFILE && user.getEmail() != null);
    }
}
