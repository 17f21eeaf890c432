package io.github.keycloaktwofactor.posture;

/**
 * Something that weakens two-factor in a realm. Ids and object types are a contract with scripts.
 *
 * @param id the check that found it
 * @param object what in the realm it is about
 * @param text what it means
 * @param remedy what to do about it
 */
public record Finding(String id, Severity severity, Subject object, String text, String remedy) {

    /** How much it matters. */
    public enum Severity {
        /** A password alone may be enough, or nothing is asked for at all. */
        HIGH,
        /** A protection is missing, or a setting has no effect. */
        MEDIUM,
        /** For information; often intended. */
        LOW,
        /** A known limit: no setting closes it. */
        OPEN
    }

    /**
     * What a finding is about.
     *
     * @param type its kind, such as {@code client}
     * @param id its id in the realm, or its name in the settings
     * @param name display name
     */
    public record Subject(String type, String id, String name) {}
}
