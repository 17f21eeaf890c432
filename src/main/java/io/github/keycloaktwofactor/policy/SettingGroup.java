package io.github.keycloaktwofactor.policy;

/** Groups of settings. The form of the admin console has no sections, so each label begins with its group. */
enum SettingGroup {
    /** Who must use two-factor, and what satisfies it. */
    WHO("Who"),
    /** What happens to users who are signed in when the policy changes. */
    ROLL_OUT("Roll-out"),
    /** Rate limit for wrong codes. */
    GUESSING("Guessing"),
    /** Recovery codes. */
    CODES("Codes"),
    /** Trusted devices. */
    DEVICES("Devices"),
    /** What users see, and what they can change there. */
    PAGES("Pages"),
    /** What applications can do. */
    APPLICATIONS("Applications");

    private final String text;

    SettingGroup(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
