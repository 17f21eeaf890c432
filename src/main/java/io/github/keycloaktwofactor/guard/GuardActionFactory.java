package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.passkey.UnusableFactors;
import io.github.keycloaktwofactor.policy.PolicyForm;
import io.github.keycloaktwofactor.policy.PolicyValidator;
import io.github.keycloaktwofactor.policy.RoleChanges;
import io.github.keycloaktwofactor.policy.SavedMeaningUpdate;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.security.SecureRandom;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the guard; its config is the policy of the realm. */
public final class GuardActionFactory implements RequiredActionFactory {

    private final SecureRandom random = new SecureRandom();

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new GuardAction(random);
    }

    @Override
    public String getId() {
        return TwoFactorPolicy.ACTION_ID;
    }

    @Override
    public String getDisplayText() {
        return "Two-Factor: policy";
    }

    @Override
    public boolean isOneTimeAction() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return PolicyForm.properties();
    }

    @Override
    public void validateConfig(KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
        PolicyValidator.validate(realm, alias -> session.identityProviders().getByAlias(alias) != null, model);
        SavedMeaningUpdate.atCommit(session, realm, ServerClock.INSTANCE);
        UnusableFactors.tell(session, realm, model.getConfig());
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(new RoleChanges());
        factory.register(new IdentityLinkListener());
    }

    @Override
    public void close() {}
}
