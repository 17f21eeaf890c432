package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Remember-me sessions last longer than thirty days. */
final class LongRememberedSessions implements Check {

    private static final int MONTH = 30 * 24 * 60 * 60;

    @Override
    public String id() {
        return "long-remembered-sessions";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.realm().isRememberMe() && lifespan(realm) > MONTH,
                Severity.LOW,
                "Remember me is on, and remembered sessions last longer than thirty days: during that time the"
                        + " browser needs no further second factor.",
                "Shorten SSO Session Max Remember Me under Realm settings, Sessions.");
    }

    /** If not set, the lifespan of all sessions applies. */
    private static int lifespan(RealmFacts realm) {
        int own = realm.realm().getSsoSessionMaxLifespanRememberMe();
        return own > 0 ? own : realm.realm().getSsoSessionMaxLifespan();
    }
}
