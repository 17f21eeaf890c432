package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.policy.PolicySettings.DisableConfirmation;

/** What a person is asked for before two-factor is turned off. */
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

    /** What the policy asks of this person: a code wherever it asks for a password that they do not have. */
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
