package io.github.keycloaktwofactor.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;

/** Logs a warning about a realm's settings once, not at every sign-in. Remembers only the latest warnings. */
final class LogOnce {

    private static final int REMEMBERED = 1000;

    private final Logger log;
    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new Latest()));

    LogOnce(Logger log) {
        this.log = log;
    }

    void warn(RealmModel realm, String text) {
        PolicyStates.problem(realm, text);
        if (told.add(realm.getId() + ' ' + text)) {
            log.warnf("Two-factor policy of realm '%s': %s", realm.getName(), text);
        }
    }

    private static final class Latest extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
