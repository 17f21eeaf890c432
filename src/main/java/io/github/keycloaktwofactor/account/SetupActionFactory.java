package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.security.SecureRandom;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers the set-up page as a required action. */
public final class SetupActionFactory implements RequiredActionFactory {

    /** Provider id and alias: a contract with applications that send {@code kc_action}. */
    public static final String ID = TwoFactorPolicy.SET_UP_ID;

    private final SecureRandom random = new SecureRandom();

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new SetupAction(random);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayText() {
        return "Two-Factor: set up";
    }

    @Override
    public boolean isOneTimeAction() {
        return true;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
