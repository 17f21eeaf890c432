package io.github.keycloaktwofactor.exit;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A request to one of Keycloak's login actions that may process something.
 *
 * @param path which one
 * @param execution which step or required action the request names, or null
 */
record LoginAction(String path, @Nullable String execution) {

    private static final String CONSENT = "consent";

    private static final String BASE = "/login-actions/";

    /** The server answers at an address with slashes behind it, too. */
    private static final Pattern REQUIRED_ACTION = Pattern.compile(BASE + LoginActionsService.REQUIRED_ACTION + "/*$");

    /**
     * Flows: the guard comes after them, and Keycloak takes nothing there from a user who has passed them. To begin again
     * is to come to them once more.
     */
    private static final List<String> FLOWS = List.of(
            LoginActionsService.AUTHENTICATE_PATH,
            LoginActionsService.REGISTRATION_PATH,
            LoginActionsService.RESET_CREDENTIALS_PATH,
            LoginActionsService.FIRST_BROKER_LOGIN_PATH,
            LoginActionsService.POST_BROKER_LOGIN_PATH,
            LoginActionsService.RESTART_PATH);

    /** Required actions that decide for themselves. */
    private static final List<String> OURS =
            List.of(TwoFactorPolicy.ACTION_ID, TwoFactorPolicy.SET_UP_ID, "two-factor-recovery-codes");

    /** Empty for whatever only shows a page. */
    static Optional<LoginAction> of(KeycloakContext context) {
        String path = context.getUri().getPath();
        int base = path.lastIndexOf(BASE);
        return base < 0 || !processes(context.getHttpRequest())
                ? Optional.empty()
                : Optional.of(new LoginAction(
                        path.substring(base + BASE.length()),
                        parameter(context.getHttpRequest(), Constants.EXECUTION)));
    }

    /** Whether the request is for a page of ours, to look at it or to post its form. */
    static boolean isOurPage(KeycloakContext context, AuthenticationSessionModel authentication) {
        return isRequiredAction(context) && OURS.contains(page(context, authentication));
    }

    /** Whether it is for a page of ours as far as its address tells: of the sign-in there may be nothing left. */
    static boolean namesOurPage(KeycloakContext context) {
        return isRequiredAction(context)
                && Optional.ofNullable(parameter(context.getHttpRequest(), Constants.EXECUTION))
                        .filter(OURS::contains)
                        .isPresent();
    }

    private static boolean isRequiredAction(KeycloakContext context) {
        return REQUIRED_ACTION.matcher(context.getUri().getPath()).find();
    }

    /** An address that names no page stands for the one that the sign-in is at. */
    private static String page(KeycloakContext context, AuthenticationSessionModel authentication) {
        String named = parameter(context.getHttpRequest(), Constants.EXECUTION);
        String current = authentication.getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION);
        return named != null ? named : current != null ? current : "";
    }

    /** With a code an address is more than a look, whatever the method. */
    private static boolean processes(HttpRequest request) {
        boolean looks =
                request.getHttpMethod().equals("GET") || request.getHttpMethod().equals("HEAD");
        return !looks || !values(request, LoginActionsService.SESSION_CODE).isEmpty();
    }

    /** Null also where the address has several of the name, of which Keycloak takes one. */
    private static @Nullable String parameter(HttpRequest request, String name) {
        List<String> values = values(request, name);
        return values.size() == 1 ? values.get(0) : null;
    }

    /** The server reads names of parameters whatever their case. */
    private static List<String> values(HttpRequest request, String name) {
        return request.getUri().getQueryParameters().entrySet().stream()
                .filter(parameter -> name.equalsIgnoreCase(parameter.getKey()))
                .flatMap(parameter -> parameter.getValue().stream())
                .toList();
    }

    /** Whether the decision has to be made before it is processed. */
    boolean isDecided(AuthenticationSessionModel authentication) {
        if (FLOWS.contains(path) || (isRequiredAction() && execution != null && OURS.contains(execution))) {
            return false;
        }
        boolean known = isRequiredAction() || path.equals(CONSENT);
        // Before a sign-in has come to its required actions, Keycloak takes neither of the two.
        return !known
                || AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name().equals(authentication.getAction());
    }

    /** Whether it answers a question that Keycloak has asked, where that can be told. */
    boolean answers(AuthenticationSessionModel authentication) {
        return !path.equals(CONSENT)
                || AuthenticationSessionModel.Action.OAUTH_GRANT
                        .name()
                        .equals(authentication.getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION));
    }

    private boolean isRequiredAction() {
        return path.equals(LoginActionsService.REQUIRED_ACTION);
    }
}
