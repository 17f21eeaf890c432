package io.github.keycloaktwofactor.enrolment;

/** How a person came to the set-up page. */
public enum SetupMode {
    /** The policy or an administrator asks for it: a fresh look shows a key at once, and only signing out leaves the page. */
    ENFORCED,
    /** The person or an application asks for it: nothing is minted before a press. */
    SELF_SERVICE
}
