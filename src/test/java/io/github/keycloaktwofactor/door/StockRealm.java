package io.github.keycloaktwofactor.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
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

    /** What the server says of its protocols, and what a new client of each is made of. */
    List<String> protocols() {
        Transcript transcript = new Transcript(realm);
        transcript.json(
                "discovery",
                json(HttpRequest.newBuilder(URI.create(realm.url("/.well-known/openid-configuration")))
                        .build()));
        for (String protocol : List.of("openid-connect", "saml")) {
            String name = "new-" + protocol;
            realm.client(name, Map.of("protocol", protocol));
            transcript.json(name, realm.rest().get("/clients/" + realm.clientUuid(name)));
            realm.rest().post("/client-scopes", Map.of("name", name, "protocol", protocol));
        }
        transcript.json("registered", registered());
        transcript.json("client scopes", realm.rest().get("/client-scopes"));
        JsonNode server = realm.rest().serverInfo();
        transcript.json("built-in mappers", server.path("builtinProtocolMappers"));
        for (JsonNode mapper : server.path("protocolMapperTypes").path("openid-connect")) {
            if (!mapper.path("id").asText().startsWith("two-factor")) {
                transcript.json("mapper", mapper);
            }
        }
        for (String spi : List.of("login-protocol", "login", "required-action")) {
            JsonNode providers = server.path("providers").path(spi).path("providers");
            providers.fieldNames().forEachRemaining(id -> {
                if (!id.startsWith("two-factor")) {
                    transcript.json(spi + " " + id, ((ObjectNode) providers.path(id)).without("order"));
                }
            });
        }
        List<String> order = new ArrayList<>();
        realm.rest()
                .get("/authentication/required-actions")
                .forEach(action -> order.add(action.path("alias").asText()));
        transcript.add("required actions " + order);
        return transcript.lines();
    }

    /** A client that registers itself, with an administrator's leave. */
    private JsonNode registered() {
        String leave = realm.rest()
                .post("/clients-initial-access", Map.of("count", 1, "expiration", 60))
                .body()
                .path("token")
                .asText();
        ObjectNode client =
                (ObjectNode) json(HttpRequest.newBuilder(URI.create(realm.url("/clients-registrations/openid-connect")))
                        .header("Authorization", "Bearer " + leave)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"redirect_uris\":[\"https://app.example.org/\"],\"client_name\":\"Registered\"}"))
                        .build());
        // Its id is random, and so would be its place in an export.
        realm.rest()
                .delete("/clients/" + realm.clientUuid(client.path("client_id").asText()));
        client.remove(List.of("client_secret", "registration_access_token", "client_id_issued_at"));
        return client;
    }

    private static JsonNode json(HttpRequest request) {
        String answer = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
        try {
            return new ObjectMapper().readTree(answer);
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer, e);
        }
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
