package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;

/** One thing that is looked at in a realm. */
interface Check {

    /** Most findings of one check. More would help nobody, and a realm may have thousands of clients. */
    int MOST = 100;

    /** The id of its findings, a contract: {@code docs/posture.md} lists it. */
    String id();

    /** What it finds. It costs what it reads from Keycloak's cache, or a few queries of bounded length. */
    Stream<Finding> look(RealmFacts realm);

    /** A finding of this check. */
    default Finding finding(Severity severity, Subject object, String text, String remedy) {
        return new Finding(id(), severity, object, text, remedy);
    }

    /** A finding about the realm itself, if there is one. */
    default Stream<Finding> ofRealm(RealmFacts realm, boolean found, Severity severity, String text, String remedy) {
        return found ? Stream.of(finding(severity, realm.subject(), text, remedy)) : Stream.empty();
    }
}
