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
                "SSO sessions live longer than a day: a second factor that was shown once lets the "
                        + "browser in all that time.",
                "Shorten SSO Session Max under Realm settings, Sessions.");
    }
}
