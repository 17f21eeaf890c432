package io.github.keycloaktwofactor.enrolment;

import java.security.SecureRandom;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers the renewal of recovery codes as a required action. */
public final class RecoveryCodesActionFactory implements RequiredActionFactory {

    /** Provider id and alias: a contract with applications that send {@code kc_action}. */
    public static final String ID = "two-factor-recovery-codes";

    private final SecureRandom random = new SecureRandom();

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new RecoveryCodesAction(random);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayText() {
        return "Two-Factor: recovery codes";
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
