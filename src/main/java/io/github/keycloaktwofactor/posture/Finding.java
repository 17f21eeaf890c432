package io.github.keycloaktwofactor.posture;

/**
 * Something that weakens two-factor in a realm. The ids and the types of objects are a contract with scripts.
 *
 * @param id which check it is of
 * @param object what in the realm it is about
 * @param text what it means
 * @param remedy what to do about it
 */
public record Finding(String id, Severity severity, Subject object, String text, String remedy) {

    /** How much it matters. */
    public enum Severity {
        /** Somebody with a password alone may get in, or nothing is asked at all. */
        HIGH,
        /** A protection is missing, or what an administrator has set does not hold. */
        MEDIUM,
        /** To be known, and often meant. */
        LOW,
        /** Open by nature: no setting closes it. */
        OPEN
    }

    /**
     * What a finding is about.
     *
     * @param type what kind of thing it is, such as {@code client}
     * @param id its id in the realm, or the name by which settings know it
     * @param name how people know it
     */
    public record Subject(String type, String id, String name) {}
}
