package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** SSO sessions last longer than a day. */
final class LongSessions implements Check {

    private static final int DAY = 24 * 60 * 60;

    @Override
    public String id() {
        return "long-sessions";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.realm().getSsoSessionMaxLifespan() > DAY,
                Severity.LOW,
                "SSO sessions last longer than a day: during that time the browser needs no further second factor.",
                "Shorten SSO Session Max under Realm settings, Sessions.");
    }
}
