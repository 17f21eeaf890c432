package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.HtmlPage;
import io.github.keycloaktwofactor.server.TestEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a person's sign-ins have left on the server, and what the browser was answered since. */
final class Footprint {

    private final Visitor visitor;
    private final List<HtmlPage> answers = new ArrayList<>();
    private final Map<String, String> sessions;
    private final String consents;

    /** Looks now, and listens to what the browser is answered from now on. */
    Footprint(Visitor visitor, BrowserSession browser) {
        this.visitor = visitor;
        this.sessions = sessions();
        this.consents = consents();
        visitor.realm().clearEvents();
        browser.watched(answers::add);
    }

    /** Nothing was given: no code, token, assertion or cookie, no session, no consent, no sign-in in the events. */
    void assertUnchanged() {
        assertThat(answers).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.status()).isLessThan(500);
            assertThat(answer.value("SAMLResponse")).isEmpty();
            assertThat(answer.headers().allValues("Location"))
                    .noneMatch(to -> to.matches(".*[?&#](code|access_token|id_token)=.*"));
            assertThat(answer.headers().allValues("Set-Cookie"))
                    .noneMatch(cookie -> cookie.matches("KEYCLOAK_IDENTITY=[^;\"].*"));
        });
        assertThat(sessions()).isEqualTo(sessions);
        assertThat(consents()).isEqualTo(consents);
        assertThat(visitor.realm().events("LOGIN")).isEmpty();
    }

    /** The one event that tells why somebody came no further. */
    TestEvent refusal() {
        List<TestEvent> errors = visitor.realm().events("LOGIN_ERROR");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).userId()).isEqualTo(visitor.user().id());
        assertThat(errors.get(0).error()).isEqualTo("not_allowed");
        return errors.get(0);
    }

    /** The clients of each session. */
    private Map<String, String> sessions() {
        Map<String, String> clients = new TreeMap<>();
        for (JsonNode session : visitor.user().sessions()) {
            clients.put(session.path("id").asText(), session.path("clients").toString());
        }
        return clients;
    }

    /** Offline sessions are among them. */
    private String consents() {
        return visitor.user().rest().get("/consents").toString();
    }
}
