package io.github.keycloaktwofactor.page;

import io.github.keycloaktwofactor.device.TrustedDevices;
import io.github.keycloaktwofactor.factor.EvidencePolicy;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.session.ShownNotice;
import io.github.keycloaktwofactor.session.SignIn;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * One request at one of our pages, shown by an authenticator or a required action.
 *
 * @param settings the realm's current policy
 * @param forms creates a form that posts back to the current step
 */
public record PageContext(
        KeycloakSession session,
        RealmModel realm,
        UserModel user,
        AuthenticationSessionModel authentication,
        EventBuilder event,
        HttpRequest request,
        PolicySettings settings,
        Supplier<LoginFormsProvider> forms,
        Clock clock) {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A request at a step of a flow. */
    public static PageContext of(AuthenticationFlowContext context, PolicySettings settings) {
        return new PageContext(
                context.getSession(),
                context.getRealm(),
                context.getUser(),
                context.getAuthenticationSession(),
                context.getEvent(),
                context.getHttpRequest(),
                settings,
                context::form,
                ServerClock.INSTANCE);
    }

    public SignIn signIn() {
        return new SignIn(session, authentication, user, clock);
    }

    /** Whether a credential of the sign-in was removed or changed, or the account disabled: the sign-in must not continue. */
    public boolean mustBeginAgain() {
        return mustBeginAgain(signIn());
    }

    /** The same for a given sign-in. */
    public boolean mustBeginAgain(SignIn signIn) {
        return !user.isEnabled() || signIn.outdated();
    }

    /** The evidence that counts for the current user. */
    public EvidencePolicy evidencePolicy() {
        return new EvidencePolicy(session, realm, user, settings, clock);
    }

    /** The name of the pressed button; empty if none. */
    public String pressed() {
        return field("do").orElse("");
    }

    /** The first value of a field of the posted form. */
    public Optional<String> field(String name) {
        MultivaluedMap<String, String> form = request.getDecodedFormParameters();
        return Optional.ofNullable(form == null ? null : form.getFirst(name));
    }

    /** The realm's display name, also shown in authenticator apps. */
    public String issuer() {
        return issuer(realm);
    }

    /** The same without a user. */
    public static String issuer(RealmModel realm) {
        String name = realm.getDisplayName();
        return name == null || name.isBlank() ? realm.getName() : name;
    }

    /**
     * The display name of the application of the sign-in; null if it has none, and for Keycloak's placeholder client.
     */
    private @Nullable String application() {
        ClientModel client = authentication.getClient();
        String name = client.getName();
        boolean nameless = name == null || name.isBlank();
        return nameless || client.getClientId().equals(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID) ? null : name;
    }

    /** A time of day for pages; a script converts it to the browser's time zone. */
    public static String timeOfDay(Instant at) {
        return CLOCK.format(at);
    }

    /** The duration of a wait for a template. */
    public Map<String, Object> waiting(Instant until) {
        // Rounded up: "0 seconds" would be refused once more.
        long seconds = Math.max(
                1, Duration.between(clock.instant(), until).plusMillis(999).toSeconds());
        return Map.of("seconds", seconds, "clock", timeOfDay(until), "until", until.toString());
    }

    /** A form for one of our templates, which reads everything from {@code page}: these values, and those of every page. */
    public LoginFormsProvider form(Map<String, Object> page) {
        ShownNotice.forget(authentication);
        page.put("account", user.getUsername());
        page.put("issuer", issuer());
        page.put("application", application());
        page.put("support", support());
        return forms.get().setAttribute("twoFactor", page);
    }

    /**
     * Redirects the browser to another step of the same sign-in.
     *
     * @param path of Keycloak's login actions, as {@code LoginActionsService} names it
     * @param step the required action or execution, or null for the current one
     */
    public Response redirect(String path, @Nullable String step) {
        return Response.seeOther(new AuthenticationFlowURLHelper(
                                session, realm, session.getContext().getUri())
                        .getLastExecutionUrl(
                                path,
                                step,
                                authentication.getClient().getClientId(),
                                authentication.getTabId(),
                                AuthenticationProcessor.getClientData(session, authentication)))
                .build();
    }

    /** The recovery codes of the current user. */
    public RecoveryCodes recoveryCodes() {
        return new RecoveryCodes(session, realm, user, settings, clock);
    }

    /** The trusted devices of the current user. */
    public TrustedDevices trustedDevices() {
        return new TrustedDevices(session, realm, user, settings, clock);
    }

    /** The support text and link for a template; null if the policy has none. */
    private @Nullable Map<String, String> support() {
        Map<String, String> support = new HashMap<>();
        if (!settings.supportText().isBlank()) {
            support.put("text", settings.supportText());
        }
        if (!settings.supportUrl().isBlank()) {
            support.put("url", settings.supportUrl());
        }
        if (!settings.pages().helpUrl().isBlank()) {
            support.put("help", settings.pages().helpUrl());
        }
        return support.isEmpty() ? null : support;
    }
}
