package io.github.keycloaktwofactor.factor;

import java.util.function.Supplier;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.CredentialTypeMetadataBuilder;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The check of our credential providers before Keycloak's own removes a credential, while the guard is on. */
public final class ProtectedCredentials {

    private final KeycloakSession session;

    public ProtectedCredentials(KeycloakSession session) {
        this.session = session;
    }

    /** Removes a credential, if that is allowed now. */
    public boolean remove(RealmModel realm, UserModel user, Supplier<Boolean> stock) {
        FactorChange.of(session, realm, user).ifPresent(FactorChange::demand);
        return stock.get();
    }

    /**
     * Keycloak calls this for the account REST resource and for the action {@code delete_credential}, which only require a
     * session and delete the credential themselves.
     */
    public CredentialTypeMetadata metadata(CredentialTypeMetadataContext context, CredentialTypeMetadata stock) {
        UserModel user = context.getUser();
        boolean refused = user != null
                && stock.isRemoveable()
                && FactorChange.of(session, session.getContext().getRealm(), user)
                        .filter(change -> !change.offered())
                        .isPresent();
        return refused ? unremovable(stock) : stock;
    }

    /** The same type without actions in the account console. */
    public CredentialTypeMetadata withoutActions(CredentialTypeMetadata stock) {
        return copy(stock).removeable(stock.isRemoveable()).build(session);
    }

    private CredentialTypeMetadata unremovable(CredentialTypeMetadata stock) {
        return copy(stock)
                .createAction(stock.getCreateAction())
                .updateAction(stock.getUpdateAction())
                .removeable(false)
                .build(session);
    }

    private static CredentialTypeMetadataBuilder copy(CredentialTypeMetadata stock) {
        return CredentialTypeMetadata.builder()
                .type(stock.getType())
                .category(stock.getCategory())
                .displayName(stock.getDisplayName())
                .helpText(stock.getHelpText())
                .iconCssClass(stock.getIconCssClass());
    }
}
