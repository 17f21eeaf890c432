package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.keycloak.common.Version;

/** The server is older than the recommended version. */
final class OldKeycloak implements Check {

    private static final List<Integer> RECOMMENDED = List.of(26, 7, 5);

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4}).*");

    @Override
    public String id() {
        return "old-keycloak";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return isOld(Version.VERSION)
                ? Stream.of(finding(
                        Severity.MEDIUM,
                        new Subject("server", "keycloak", Version.VERSION),
                        "Keycloak " + Version.VERSION
                                + " is older than 26.7.5, the oldest recommended version: later versions fix ways"
                                + " to bypass two-factor.",
                        "Update the servers to 26.7.5 or newer."))
                : Stream.empty();
    }

    /** Whether a version is older; a version without three numbers is not. */
    static boolean isOld(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        for (int i = 0; i < RECOMMENDED.size(); i++) {
            int compared = Integer.compare(Integer.parseInt(numbers.group(i + 1)), RECOMMENDED.get(i));
            if (compared != 0) {
                return compared < 0;
            }
        }
        return false;
    }
}
