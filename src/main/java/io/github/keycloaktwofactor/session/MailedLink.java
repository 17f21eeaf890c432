package io.github.keycloaktwofactor.session;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.authentication.actiontoken.resetcred.ResetCredentialsActionToken;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The mailed link by which a user came into a sign-in: Keycloak's action token. */
final class MailedLink {

    /** A mail with one of these actions is meant for setting up a factor, or lets its reader choose the password. */
    private static final Set<String> FOR_SETTING_UP = Set.of(
            UserModel.RequiredAction.UPDATE_PASSWORD.name(),
            UserModel.RequiredAction.CONFIGURE_TOTP.name(),
            "CONFIGURE_RECOVERY_AUTHN_CODES",
            "webauthn-register",
            "webauthn-register-passwordless",
            "two-factor-policy",
            "two-factor-setup",
            "two-factor-recovery-codes");

    private final String token;
    private final RealmModel realm;
    private final UserModel user;

    private MailedLink(String token, RealmModel realm, UserModel user) {
        this.token = token;
        this.realm = realm;
        this.user = user;
    }

    /** The last link of the user that was opened in this sign-in. Keycloak has already verified it. */
    static Optional<MailedLink> in(AuthenticationSessionModel authentication, UserModel user) {
        return Optional.ofNullable(authentication.getAuthNote(Constants.KEY))
                .filter(token ->
                        user.getId().equals(authentication.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID)))
                .map(token -> new MailedLink(token, authentication.getRealm(), user));
    }

    /**
     * Whether the link allows setting up a first factor. Links that verify an address or invite to an organization do
     * not: otherwise anyone who reads the mail could set up the owner's second factor without the password.
     */
    boolean standsForFirstFactor() {
        return switch (type()) {
                    case ResetCredentialsActionToken.TOKEN_TYPE -> true;
                    case ExecuteActionsActionToken.TOKEN_TYPE ->
                        read().stream().flatMap(this::actions).anyMatch(FOR_SETTING_UP::contains);
                    default -> false;
                }
                || choosesFirstPassword();
    }

    /**
     * Whether only a reader of the user's mailbox can have the link: a forgotten password, or actions that an
     * administrator requested. Some of Keycloak's other links go elsewhere.
     */
    boolean wentToTheMailbox() {
        return List.of(ResetCredentialsActionToken.TOKEN_TYPE, ExecuteActionsActionToken.TOKEN_TYPE)
                .contains(type());
    }

    private String type() {
        return read().map(ExecuteActionsActionToken::getType).orElse("");
    }

    /** There is nothing else to ask them for, and the link has them choose a password next. */
    private boolean choosesFirstPassword() {
        return user.getRequiredActionsStream().anyMatch(UserModel.RequiredAction.UPDATE_PASSWORD.name()::equals)
                && !user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE);
    }

    /** What an action does depends on its provider; an imported realm may use any alias. */
    private Stream<String> actions(ExecuteActionsActionToken link) {
        List<String> aliases = link.getRequiredActions();
        return aliases == null ? Stream.empty() : aliases.stream().map(this::provider);
    }

    private String provider(String alias) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(alias);
        return action == null || action.getProviderId() == null ? alias : action.getProviderId();
    }

    /** Type and actions; a link of another type has no actions. Empty if unreadable: then it allows nothing. */
    private Optional<ExecuteActionsActionToken> read() {
        try {
            return Optional.of(new JWSInput(token).readJsonContent(ExecuteActionsActionToken.class));
        } catch (JWSInputException e) {
            return Optional.empty();
        }
    }
}
