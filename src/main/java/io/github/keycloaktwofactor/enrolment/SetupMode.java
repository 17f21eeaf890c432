package io.github.keycloaktwofactor.enrolment;

/** How a user came to the set-up page. */
public enum SetupMode {
    /** The policy or an administrator requires it: a GET shows a key at once, and only signing out leaves the page. */
    ENFORCED,
    /** The user or an application asks for it: no key is generated before a click. */
    SELF_SERVICE
}
