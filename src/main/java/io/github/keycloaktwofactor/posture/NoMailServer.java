package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** No SMTP server is configured. */
final class NoMailServer implements Check {

    @Override
    public String id() {
        return "no-mail-server";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        Map<String, String> smtp = realm.realm().getSmtpConfig();
        return ofRealm(
                realm,
                smtp == null || isEmpty(smtp.get("host")) || isEmpty(smtp.get("from")),
                Severity.MEDIUM,
                "The realm has no mail server or no sender: users are not notified of changes of their factors, or"
                        + " of a used recovery code.",
                "Fill in Realm settings, Email, and test the connection.");
    }

    private static boolean isEmpty(@Nullable String value) {
        return value == null || value.isBlank();
    }
}
