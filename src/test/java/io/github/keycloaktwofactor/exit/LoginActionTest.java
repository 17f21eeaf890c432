package io.github.keycloaktwofactor.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakUriInfo;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Rule 15: the decision stands before every request to a login action that may process something. */
class LoginActionTest {

    private static final String REQUIRED_ACTION = "required-action";

    private static final String GUARD = "two-factor-policy";

    private final MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();

    @Test
    void aPageThatIsOnlyShownIsNoLoginAction() {
        parameters.add("execution", "UPDATE_PASSWORD");
        parameters.add("client_id", "app");

        assertThat(request("GET", REQUIRED_ACTION)).isEmpty();
        assertThat(request("HEAD", REQUIRED_ACTION)).isEmpty();
        assertThat(request("POST", REQUIRED_ACTION)).isPresent();
    }

    /** The server takes the parameter under each of these names. */
    @ParameterizedTest
    @ValueSource(strings = {"session_code", "SESSION_CODE", "Session_Code", "sEsSiOn_cOdE"})
    void aCodeMakesALookMoreThanALookInWhateverCaseItsNameIsWritten(String name) {
        parameters.add(name, "some-code");

        assertThat(request("GET", REQUIRED_ACTION)).isPresent();
        assertThat(request("HEAD", REQUIRED_ACTION)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"execution", "EXECUTION", "Execution", "eXeCuTiOn"})
    void theStepIsReadInWhateverCaseTheNameOfTheParameterIsWritten(String name) {
        parameters.add(name, "UPDATE_PASSWORD");

        assertThat(posted()).contains(new LoginAction(REQUIRED_ACTION, "UPDATE_PASSWORD"));
    }

    @Test
    void ourOwnActionsDecideForThemselves() {
        parameters.add("execution", GUARD);

        assertThat(posted())
                .hasValueSatisfying(action ->
                        assertThat(action.isDecided(atRequiredActions())).isFalse());
    }

    /** Of several values nobody knows which one the server will take, so none of them is believed. */
    @Test
    void whereTheStepIsNamedTwiceTheDecisionStandsBeforeIt() {
        parameters.add("execution", GUARD);
        parameters.add("execution", "UPDATE_PASSWORD");

        assertThat(posted()).hasValueSatisfying(action -> {
            assertThat(action.execution()).isNull();
            assertThat(action.isDecided(atRequiredActions())).isTrue();
        });
    }

    @Test
    void norDoTwoNamesThatDifferInCaseHideAnAction() {
        parameters.add("execution", GUARD);
        parameters.add("Execution", "UPDATE_PASSWORD");

        assertThat(posted()).hasValueSatisfying(action -> {
            assertThat(action.execution()).isNull();
            assertThat(action.isDecided(atRequiredActions())).isTrue();
        });
    }

    @Test
    void theSameValueTwiceIsNotBelievedEither() {
        parameters.add("execution", GUARD);
        parameters.add("execution", GUARD);

        assertThat(posted())
                .hasValueSatisfying(action ->
                        assertThat(action.isDecided(atRequiredActions())).isTrue());
    }

    @Test
    void anAddressOutsideTheLoginActionsIsNone() {
        assertThat(of("POST", "/realms/acme/protocol/openid-connect/token")).isEmpty();
    }

    private Optional<LoginAction> posted() {
        return request("POST", REQUIRED_ACTION);
    }

    private Optional<LoginAction> request(String method, String path) {
        return of(method, "/realms/acme/login-actions/" + path);
    }

    private Optional<LoginAction> of(String method, String path) {
        UriInfo uri = mock();
        lenient().when(uri.getQueryParameters()).thenReturn(parameters);
        HttpRequest request = mock();
        lenient().when(request.getHttpMethod()).thenReturn(method);
        lenient().when(request.getUri()).thenReturn(uri);
        KeycloakUriInfo address = mock();
        when(address.getPath()).thenReturn(path);
        KeycloakContext context = mock();
        when(context.getUri()).thenReturn(address);
        lenient().when(context.getHttpRequest()).thenReturn(request);
        return LoginAction.of(context);
    }

    private static AuthenticationSessionModel atRequiredActions() {
        AuthenticationSessionModel authentication = mock();
        lenient()
                .when(authentication.getAction())
                .thenReturn(AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name());
        return authentication;
    }
}
