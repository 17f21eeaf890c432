package io.github.keycloaktwofactor.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** A new realm that never switched us on, with all that the stock sign-ins need. */
final class StockRealm implements AutoCloseable {

    private final TestRealm realm;
    private final MailServer mail;

    StockRealm(KeycloakServer server, MailServer mail) {
        this.mail = mail;
        realm = server.realm().update(Map.of("resetPasswordAllowed", true, "smtpServer", mail.settings()));
        TokenDoor.furnish(realm);
        realm.flows().require("browser", "auth-recovery-authn-code-form", "ALTERNATIVE");
    }

    /** Somebody new signs in that way: all that was answered, told, and stored of the person. */
    List<String> walk(StockSignIn signIn) {
        TestUser user = realm.user(signIn.name().toLowerCase(Locale.ROOT));
        Transcript transcript = new Transcript(realm);
        realm.clearEvents();
        mail.empty();
        signIn.walk(new StockVisitor(realm, mail, user, transcript));
        transcript.events();
        transcript.json("user", user.rest().get(""));
        transcript.json("credentials", user.rest().get("/credentials"));
        transcript.add("sessions: " + user.sessions().size());
        transcript.add("mails: " + mail.count());
        return transcript.lines();
    }

    /** The realm as an administrator exports it. */
    List<String> export() {
        Transcript transcript = new Transcript(realm);
        JsonNode export = realm.rest()
                .post("/partial-export?exportClients=true&exportGroupsAndRoles=true", "{}")
                .body();
        export.properties().forEach(field -> transcript.json(field.getKey(), field.getValue()));
        return transcript.lines().stream().sorted().toList();
    }

    /** The ids that a list of admin REST names. */
    TreeSet<String> ids(String list) {
        TreeSet<String> ids = new TreeSet<>();
        for (JsonNode entry : realm.rest().get(list)) {
            ids.add(
                    entry.isTextual()
                            ? entry.asText()
                            : entry.path(entry.has("id") ? "id" : "providerId").asText());
        }
        return ids;
    }

    @Override
    public void close() {
        realm.close();
    }
}
