package io.github.keycloaktwofactor.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

class BrowserFlowTest {

    private static final Map<String, String> CATEGORIES =
            Map.of("form", "password", "key", "webauthn", "passkey", "webauthn-passwordless");

    private final KeycloakSession session = mock();
    private final RealmModel realm = mock();
    private final Map<String, List<AuthenticationExecutionModel>> flows = new HashMap<>();
    private Set<String> formTakes = Set.of();

    @BeforeEach
    void realm() {
        KeycloakSessionFactory factories = mock();
        lenient().when(session.getKeycloakSessionFactory()).thenReturn(factories);
        lenient()
                .when(factories.getProviderFactory(any(), anyString()))
                .thenAnswer(call -> factory(call.getArgument(1)));
        AuthenticationFlowModel top = new AuthenticationFlowModel();
        top.setId("top");
        lenient().when(realm.getBrowserFlow()).thenReturn(top);
        lenient()
                .when(realm.getAuthenticationExecutionsStream(anyString()))
                .thenAnswer(call -> flows.get(call.<String>getArgument(0)).stream());
    }

    @Test
    void takesWhatAnEnabledStepTakesHoweverDeep() {
        flows.put("top", List.of(step("form", Requirement.REQUIRED), flow("second", Requirement.CONDITIONAL)));
        flows.put("second", List.of(flow("third", Requirement.ALTERNATIVE)));
        flows.put("third", List.of(step("key", Requirement.ALTERNATIVE)));

        assertThat(takes("webauthn")).isTrue();
        assertThat(takes("webauthn-passwordless")).isFalse();
    }

    @Test
    void aDisabledStepTakesNothing() {
        flows.put("top", List.of(step("form", Requirement.REQUIRED), step("passkey", Requirement.DISABLED)));

        assertThat(takes("webauthn-passwordless")).isFalse();
    }

    @Test
    void aStepInADisabledFlowTakesNothing() {
        flows.put("top", List.of(flow("second", Requirement.DISABLED)));
        flows.put("second", List.of(step("key", Requirement.REQUIRED)));

        assertThat(takes("webauthn")).isFalse();
    }

    @Test
    void aStepThatComesToSomePeopleOnlyTakesNothing() {
        flows.put("top", List.of(step("form", Requirement.REQUIRED), flow("second", Requirement.CONDITIONAL)));
        for (String condition : List.of("conditional-user-role", "conditional-of-somebody-else")) {
            flows.put(
                    "second",
                    List.of(
                            step("conditional-user-configured", Requirement.REQUIRED),
                            step(condition, Requirement.REQUIRED),
                            step("key", Requirement.ALTERNATIVE)));
            assertThat(takes("webauthn")).as(condition).isFalse();
        }
        flows.put(
                "second",
                List.of(
                        step("conditional-user-configured", Requirement.REQUIRED),
                        step("conditional-credential", Requirement.REQUIRED),
                        step("conditional-level-of-authentication", Requirement.REQUIRED),
                        step("conditional-user-role", Requirement.DISABLED),
                        step("key", Requirement.ALTERNATIVE)));
        assertThat(takes("webauthn")).isTrue();
    }

    @Test
    void aFormTakesPasskeysWhereItSaysSo() {
        flows.put("top", List.of(step("form", Requirement.REQUIRED)));
        assertThat(takes("webauthn-passwordless")).isFalse();

        formTakes = Set.of("webauthn-passwordless");
        assertThat(takes("webauthn-passwordless")).isTrue();
    }

    @Test
    void anAuthenticatorThatIsGoneTakesNothing() {
        flows.put("top", List.of(step("gone", Requirement.REQUIRED)));

        assertThat(takes("webauthn")).isFalse();
    }

    private boolean takes(String type) {
        return new BrowserFlow(session, realm).takes(type);
    }

    private AuthenticatorFactory factory(String id) {
        if (id.startsWith("conditional-")) {
            return mock(ConditionalAuthenticatorFactory.class);
        }
        if (!CATEGORIES.containsKey(id)) {
            return null;
        }
        AuthenticatorFactory factory = mock();
        lenient().when(factory.getReferenceCategory()).thenReturn(CATEGORIES.get(id));
        lenient()
                .when(factory.getOptionalReferenceCategories(any()))
                .thenReturn(id.equals("form") ? formTakes : Set.of());
        return factory;
    }

    private static AuthenticationExecutionModel step(String authenticator, Requirement requirement) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setAuthenticator(authenticator);
        step.setRequirement(requirement);
        return step;
    }

    private static AuthenticationExecutionModel flow(String id, Requirement requirement) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setFlowId(id);
        step.setAuthenticatorFlow(true);
        step.setRequirement(requirement);
        return step;
    }
}
