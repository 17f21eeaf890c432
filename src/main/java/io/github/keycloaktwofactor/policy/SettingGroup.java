package io.github.keycloaktwofactor.policy;

/** What settings are about. The form of the admin console knows no sections, so each label begins with its group. */
enum SettingGroup {
    /** Who must use two-factor, and what satisfies it. */
    WHO("Who"),
    /** What becomes of users who are signed in when the policy changes. */
    ROLL_OUT("Roll-out"),
    /** How wrong codes are slowed down. */
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
