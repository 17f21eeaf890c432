package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.browser.ConditionalOtpFormAuthenticator;
import org.keycloak.authentication.authenticators.browser.ConditionalOtpFormAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticatorConfigModel;

/** Keycloak's Conditional OTP Form skips the code for some sign-ins. */
final class ConditionalOtpSkips implements Check {

    @Override
    public String id() {
        return "conditional-otp-skips";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.flows()
                .steps(realm.realm().getBrowserFlow())
                .filter(step -> ConditionalOtpFormAuthenticatorFactory.PROVIDER_ID.equals(step.getAuthenticator())
                        && skips(realm, step))
                .limit(1)
                .map(step -> finding(
                        realm.on() ? Severity.LOW : Severity.HIGH,
                        Flows.subject(realm.realm().getBrowserFlow()),
                        "The step Conditional OTP Form of the browser flow skips the code by a role, a request"
                                + " header, an attribute or by default. Anyone can send a header."
                                + (realm.on()
                                        ? " Two-Factor: policy still asks users who have a second factor."
                                        : " Two-factor is off, so nothing is asked then."),
                        "Replace it with Two-Factor: code or OTP Form."));
    }

    private static boolean skips(RealmFacts realm, AuthenticationExecutionModel step) {
        String configId = step.getAuthenticatorConfig();
        AuthenticatorConfigModel config =
                configId == null ? null : realm.realm().getAuthenticatorConfigById(configId);
        Map<String, String> rules = config == null || config.getConfig() == null ? Map.of() : config.getConfig();
        return Stream.of(
                                ConditionalOtpFormAuthenticator.SKIP_OTP_ROLE,
                                ConditionalOtpFormAuthenticator.SKIP_OTP_FOR_HTTP_HEADER,
                                ConditionalOtpFormAuthenticator.OTP_CONTROL_USER_ATTRIBUTE)
                        .map(rules::get)
                        .anyMatch(rule -> rule != null && !rule.isBlank())
                || ConditionalOtpFormAuthenticator.SKIP.equals(
                        rules.get(ConditionalOtpFormAuthenticator.DEFAULT_OTP_OUTCOME));
    }
}
