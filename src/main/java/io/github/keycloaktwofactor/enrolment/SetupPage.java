package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.Visit;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.totp.Authenticators;
import io.github.keycloaktwofactor.totp.OtpParameters;
import io.github.keycloaktwofactor.totp.OtpauthUri;
import io.github.keycloaktwofactor.totp.QrCode;
import io.github.keycloaktwofactor.totp.RecommendedApps;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;

/** Renders the card "Authenticator app (TOTP)" in its three states. */
final class SetupPage {

    private final Visit visit;
    private final Mode mode;

    SetupPage(Visit visit, Mode mode) {
        this.visit = visit;
        this.mode = mode;
    }

    Response none(@Nullable SetupError error) {
        Map<String, Object> page = new HashMap<>();
        OtpParameters parameters = PendingKey.parameters(visit.realm().getOTPPolicy());
        page.put("digits", parameters.digits());
        page.put("apps", apps(parameters));
        return render("none", error, page);
    }

    /** Shows the key. {@code fresh} says that an earlier one does not work any more. */
    Response pending(PendingKey key, boolean fresh, @Nullable SetupError error) {
        Map<String, Object> page = new HashMap<>();
        OtpParameters parameters = key.parameters();
        String uri = OtpauthUri.of(visit.issuer(), visit.user().getUsername(), key.secret(), parameters)
                .value();
        page.put("fresh", fresh);
        page.put("qr", QrCode.svg(uri));
        page.put("key", key.secret().grouped());
        page.put("keyRaw", key.secret().base32());
        page.put("uri", uri);
        page.put("algorithm", parameters.algorithm().uriName());
        page.put("digits", parameters.digits());
        page.put("period", parameters.period());
        page.put("apps", apps(parameters));
        return render("pending", error, page);
    }

    Response enabled(RecoveryCodes codes) {
        Map<String, Object> page = new HashMap<>();
        Authenticators.of(visit.user()).stream()
                .map(CredentialModel::getCreatedDate)
                .filter(created -> created != null)
                .findFirst()
                .map(Instant::ofEpochMilli)
                .ifPresent(confirmed -> {
                    page.put("confirmedAt", date(confirmed));
                    page.put("confirmedAtIso", confirmed.toString());
                });
        Optional<RecoveryCodesCredentialModel> set = codes.set();
        page.put("codesLeft", set.map(codes::left).orElse(null));
        page.put("codesTotal", set.map(RecoveryCodesCredentialModel::count).orElse(null));
        return render("enabled", null, page);
    }

    private Response render(String state, @Nullable SetupError error, Map<String, Object> page) {
        page.put("state", state);
        page.putIfAbsent("digits", visit.realm().getOTPPolicy().getDigits());
        page.put("error", error == null ? null : error.text());
        page.put("required", mode == Mode.ENFORCED);
        page.put("leave", leave(state));
        page.put("account", visit.user().getUsername());
        page.put("issuer", visit.issuer());
        page.put("support", visit.support());
        return visit.forms().get().setAttribute("twoFactor", page).createForm("two-factor-setup.ftl");
    }

    /** Where nothing is left to set up, going on is the only way to go. */
    private @Nullable String leave(String state) {
        if (state.equals("enabled")) {
            return null;
        }
        return switch (mode) {
            case ENFORCED -> "signout";
            case SELF_SERVICE -> "cancel";
        };
    }

    private String apps(OtpParameters parameters) {
        return String.join(
                ", ",
                RecommendedApps.thatCan(parameters, visit.settings().pages().recommendedApps()));
    }

    private String date(Instant instant) {
        Locale locale = visit.session().getContext().resolveLocale(visit.user());
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }
}
