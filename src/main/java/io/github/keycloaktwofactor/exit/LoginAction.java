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
 * @param path the login action
 * @param execution the authenticator or required action that the request names, or null
 */
record LoginAction(String path, @Nullable String execution) {

    private static final String CONSENT = "consent";

    private static final String BASE = "/login-actions/";

    /** The server also accepts the path with trailing slashes. */
    private static final Pattern REQUIRED_ACTION = Pattern.compile(BASE + LoginActionsService.REQUIRED_ACTION + "/*$");

    /**
     * Flows: the guard comes after them, and Keycloak accepts nothing there from a user who has passed them. A restart
     * runs them again.
     */
    private static final List<String> FLOWS = List.of(
            LoginActionsService.AUTHENTICATE_PATH,
            LoginActionsService.REGISTRATION_PATH,
            LoginActionsService.RESET_CREDENTIALS_PATH,
            LoginActionsService.FIRST_BROKER_LOGIN_PATH,
            LoginActionsService.POST_BROKER_LOGIN_PATH,
            LoginActionsService.RESTART_PATH);

    /** Required actions that make their own decision. */
    private static final List<String> OURS =
            List.of(TwoFactorPolicy.ACTION_ID, TwoFactorPolicy.SET_UP_ID, "two-factor-recovery-codes");

    /** Empty for requests that only show a page. */
    static Optional<LoginAction> of(KeycloakContext context) {
        String path = context.getUri().getPath();
        int base = path.lastIndexOf(BASE);
        return base < 0 || !processes(context.getHttpRequest())
                ? Optional.empty()
                : Optional.of(new LoginAction(
                        path.substring(base + BASE.length()),
                        parameter(context.getHttpRequest(), Constants.EXECUTION)));
    }

    /** Whether the request is for a page of ours, as a GET or as a form post. */
    static boolean isOurPage(KeycloakContext context, AuthenticationSessionModel authentication) {
        return isRequiredAction(context) && OURS.contains(page(context, authentication));
    }

    /** The same by the URL alone: nothing may be left of the sign-in. */
    static boolean namesOurPage(KeycloakContext context) {
        return isRequiredAction(context)
                && Optional.ofNullable(parameter(context.getHttpRequest(), Constants.EXECUTION))
                        .filter(OURS::contains)
                        .isPresent();
    }

    private static boolean isRequiredAction(KeycloakContext context) {
        String path = context.getUri().getPath();
        return path.contains(BASE) && REQUIRED_ACTION.matcher(path).find();
    }

    /** A URL without a page means the current page of the sign-in. */
    private static String page(KeycloakContext context, AuthenticationSessionModel authentication) {
        String named = parameter(context.getHttpRequest(), Constants.EXECUTION);
        String current = authentication.getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION);
        return named != null ? named : current != null ? current : "";
    }

    /** With a code parameter a request does more than show a page, whatever the method. */
    private static boolean processes(HttpRequest request) {
        boolean looks =
                request.getHttpMethod().equals("GET") || request.getHttpMethod().equals("HEAD");
        return !looks || !values(request, LoginActionsService.SESSION_CODE).isEmpty();
    }

    /** Also null if the parameter is repeated: Keycloak would pick one. */
    private static @Nullable String parameter(HttpRequest request, String name) {
        List<String> values = values(request, name);
        return values.size() == 1 ? values.get(0) : null;
    }

    /** The server matches parameter names case-insensitively. */
    private static List<String> values(HttpRequest request, String name) {
        return request.getUri().getQueryParameters().entrySet().stream()
                .filter(parameter -> name.equalsIgnoreCase(parameter.getKey()))
                .flatMap(parameter -> parameter.getValue().stream())
                .toList();
    }

    /** Whether the decision must be made before the request is processed. */
    boolean isDecided(AuthenticationSessionModel authentication) {
        if (FLOWS.contains(path) || (isRequiredAction() && execution != null && OURS.contains(execution))) {
            return false;
        }
        boolean known = isRequiredAction() || path.equals(CONSENT);
        // Until a sign-in has reached its required actions, Keycloak accepts neither of the two.
        return !known
                || AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name().equals(authentication.getAction());
    }

    /** Whether it answers a question that Keycloak has asked, if that can be determined. */
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
