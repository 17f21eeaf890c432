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
 * One request of a person at one of our pages, whether an authenticator or a required action shows it.
 *
 * @param settings the realm's policy at this moment
 * @param forms makes a form that posts back to where the person is
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

    /** A visit at a step of a flow. */
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

    /** Whether somebody has taken away what the sign-in began with, or shut the account: it goes no further. */
    public boolean mustBeginAgain() {
        return mustBeginAgain(signIn());
    }

    /** The same, of a sign-in that is being looked at. */
    public boolean mustBeginAgain(SignIn signIn) {
        return !user.isEnabled() || signIn.outdated();
    }

    /** What evidence is worth for the user who is here. */
    public EvidencePolicy evidencePolicy() {
        return new EvidencePolicy(session, realm, user, settings, clock);
    }

    /** Which button was pressed; empty when none was. */
    public String pressed() {
        return field("do").orElse("");
    }

    /** The first value of a field of the posted form. */
    public Optional<String> field(String name) {
        MultivaluedMap<String, String> form = request.getDecodedFormParameters();
        return Optional.ofNullable(form == null ? null : form.getFirst(name));
    }

    /** The realm as people know it: what an authenticator app shows, too. */
    public String issuer() {
        return issuer(realm);
    }

    /** The same, where there is no user to show it to any more. */
    public static String issuer(RealmModel realm) {
        String name = realm.getDisplayName();
        return name == null || name.isBlank() ? realm.getName() : name;
    }

    /**
     * The application that the sign-in leads to, by the name that people know; null where it has none, and for
     * Keycloak's stand-in of an application that nobody asked for.
     */
    private @Nullable String application() {
        ClientModel client = authentication.getClient();
        String name = client.getName();
        boolean nameless = name == null || name.isBlank();
        return nameless || client.getClientId().equals(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID) ? null : name;
    }

    /** A time of day as pages show it, which a script turns into that of the browser. */
    public static String timeOfDay(Instant at) {
        return CLOCK.format(at);
    }

    /** How long a wait lasts, as a template reads it. */
    public Map<String, Object> waiting(Instant until) {
        // Rounded up: "0 seconds" would be refused once more.
        long seconds = Math.max(
                1, Duration.between(clock.instant(), until).plusMillis(999).toSeconds());
        return Map.of("seconds", seconds, "clock", timeOfDay(until), "until", until.toString());
    }

    /** A form for a page of ours, which reads all it shows from {@code page}: what is in there, and what every page shows. */
    public LoginFormsProvider form(Map<String, Object> page) {
        ShownNotice.forget(authentication);
        page.put("account", user.getUsername());
        page.put("issuer", issuer());
        page.put("application", application());
        page.put("support", support());
        return forms.get().setAttribute("twoFactor", page);
    }

    /**
     * Leads the browser to another place of the same sign-in.
     *
     * @param path of Keycloak's login actions, as {@code LoginActionsService} names it
     * @param step which required action or execution there, or null for where the sign-in stands
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

    /** The recovery codes of the user who is here. */
    public RecoveryCodes recoveryCodes() {
        return new RecoveryCodes(session, realm, user, settings, clock);
    }

    /** The trusted devices of the user who is here. */
    public TrustedDevices trustedDevices() {
        return new TrustedDevices(session, realm, user, settings, clock);
    }

    /** Where to find help, as a template reads it; null when the policy names nothing. */
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
