package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Counters;
import io.github.keycloaktwofactor.challenge.CodeChallenge;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.session.PageLifetime;
import io.github.keycloaktwofactor.totp.Authenticators;
import io.github.keycloaktwofactor.totp.OtpParameters;
import io.github.keycloaktwofactor.totp.OtpauthUri;
import io.github.keycloaktwofactor.totp.QrCode;
import io.github.keycloaktwofactor.totp.RecommendedApps;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;

/** Renders the set-up, and the card "Authenticator app (TOTP)" in its three states. */
public final class SetupPage {

    private final PageContext context;
    private final SetupMode mode;

    public SetupPage(PageContext context, SetupMode mode) {
        this.context = context;
        this.mode = mode;
    }

    Response none(@Nullable SetupError error, @Nullable CardMessage message) {
        Map<String, Object> page = new HashMap<>();
        OtpParameters parameters = PendingKey.parameters(context.realm().getOTPPolicy());
        page.put("digits", parameters.digits());
        page.put("apps", apps(parameters));
        page.put("message", message == null ? null : message.text());
        return render("none", text(error), page);
    }

    /** Shows the key. */
    public Response pending(PendingKey key, @Nullable SetupError error, @Nullable CardMessage message) {
        Map<String, Object> page = new HashMap<>();
        page.put("message", message == null ? null : message.text());
        page.put("replaces", key.replaces());
        if (key.replaces()) {
            Counters counters = Attempts.of(context.session())
                    .counters(context.realm().getId(), context.user().getId());
            page.put("codesLeft", NewRecoveryCodes.left(context, counters));
            replacement(page, counters);
        }
        page.put("replaced", key.replaces() ? Authenticators.of(context.user()).size() : 0);
        OtpParameters parameters = key.parameters();
        String uri = OtpauthUri.of(context.issuer(), context.user().getUsername(), key.secret(), parameters)
                .value();
        page.put("qr", QrCode.svg(uri));
        page.put("key", key.secret().grouped());
        page.put("keyRaw", key.secret().base32());
        page.put("uri", uri);
        page.put("algorithm", parameters.algorithm().uriName());
        page.put("digits", parameters.digits());
        page.put("period", parameters.period());
        page.put("apps", apps(parameters));
        page.put("onThisDevice", key.onThisDevice());
        page.put("device", TwoFactorLink.onThisDevice(context, key));
        return render("pending", text(error), page);
    }

    /** Nothing to set up: only a button to continue. */
    Response done() {
        return render("enabled", null, new HashMap<>());
    }

    /** The page around the card in the given state, which is one of {@code none}, {@code pending} and {@code enabled}. */
    public Response render(String state, @Nullable String error, Map<String, Object> page) {
        page.put("state", state);
        page.putIfAbsent("digits", context.realm().getOTPPolicy().getDigits());
        page.put("error", error);
        page.put("required", mode == SetupMode.ENFORCED);
        page.put("leave", leave());
        page.put("endSessions", OtherSessions.offered(context));
        page.put("fresh", new DiscardedKeys(context).any());
        Response response = context.form(page).createForm("two-factor-setup.ftl");
        PageLifetime.extend(context.authentication(), context.clock());
        return response;
    }

    /** The state of the app that is being replaced. */
    public void replacement(Map<String, Object> page, Counters counters) {
        page.put("appBlocked", new CodeChallenge(context).appIsBlocked(counters));
    }

    private String leave() {
        return switch (mode) {
            case ENFORCED -> "signout";
            case SELF_SERVICE ->
                RequestedSetup.in(context.authentication()) ? "onward" : atHome() ? "account" : "application";
        };
    }

    private String apps(OtpParameters parameters) {
        return String.join(
                ", ",
                RecommendedApps.thatCan(parameters, context.settings().pages().recommendedApps()));
    }

    /** Whether cancelling returns to the account console, not to an application. */
    private boolean atHome() {
        return List.of(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID, Constants.ACCOUNT_CONSOLE_CLIENT_ID)
                .contains(context.authentication().getClient().getClientId());
    }

    private static @Nullable String text(@Nullable SetupError error) {
        return error == null ? null : error.text();
    }
}
