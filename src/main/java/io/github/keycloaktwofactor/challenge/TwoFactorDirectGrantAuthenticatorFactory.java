package io.github.keycloaktwofactor.challenge;

/** The code of the password grant as an execution for custom flows. */
public final class TwoFactorDirectGrantAuthenticatorFactory extends TwoFactorDirectGrantAuthenticator {

    /** Provider id: a contract with flows and realm exports. */
    public static final String ID = "two-factor-direct-grant";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Two-Factor: code in the password grant";
    }

    @Override
    public String getHelpText() {
        return "Checks the one-time password or recovery code that comes in the parameter 'totp' of the password grant.";
    }
}
