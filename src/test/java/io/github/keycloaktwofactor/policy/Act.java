package io.github.keycloaktwofactor.policy;

/** What an administrator might do to two-factor. */
enum Act {
    POLICY("change the policy"),
    EXEMPT("exempt"),
    REQUIRE("require"),
    REMOVE("remove a factor"),
    ADD("add a factor"),
    PASSWORD("set a password"),
    IMPERSONATE("act as somebody"),
    PROVIDER("change a provider"),
    READ("read a key");

    private final String title;

    Act(String title) {
        this.title = title;
    }

    /** As the head of the table has it. */
    String title() {
        return title;
    }
}
