package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.policy.PolicySettings.DisableConfirmation;

/** The confirmation that users are asked for before two-factor is disabled. */
enum Proof {
    PASSWORD("password"),
    CODE("code"),
    BOTH("both"),
    EITHER("either"),
    NOTHING("nothing");

    private final String text;

    Proof(String text) {
        this.text = text;
    }

    /** The name that the template knows. */
    String text() {
        return text;
    }

    /** What the policy asks of this user: a code in place of a password if they have none. */
    static Proof of(DisableConfirmation confirmation, boolean hasPassword) {
        return switch (confirmation) {
            case PASSWORD -> hasPassword ? PASSWORD : CODE;
            case CODE -> CODE;
            case PASSWORD_AND_CODE -> hasPassword ? BOTH : CODE;
            case EITHER -> hasPassword ? EITHER : CODE;
            case CLICK -> NOTHING;
        };
    }
}
