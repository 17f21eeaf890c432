package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;

/** One check of a realm's configuration. */
interface Check {

    /** Most findings of one check: a realm may have thousands of clients, and a longer list helps nobody. */
    int MOST = 100;

    /** ID of its findings, a contract: {@code docs/posture.md} lists it. */
    String id();

    /** The findings. Reads Keycloak's cache, or runs a few queries with bounded results. */
    Stream<Finding> look(RealmFacts realm);

    /** A finding of this check. */
    default Finding finding(Severity severity, Subject object, String text, String remedy) {
        return new Finding(id(), severity, object, text, remedy);
    }

    /** A finding about the realm itself, if {@code found}. */
    default Stream<Finding> ofRealm(RealmFacts realm, boolean found, Severity severity, String text, String remedy) {
        return found ? Stream.of(finding(severity, realm.subject(), text, remedy)) : Stream.empty();
    }
}
