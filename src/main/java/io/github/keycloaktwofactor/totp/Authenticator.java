package io.github.keycloaktwofactor.totp;

import io.github.keycloaktwofactor.attempt.Attempts;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.dto.OTPCredentialData;

/**
 * One stored authenticator, with the parameters that it was enrolled with.
 *
 * @param model the stock credential
 * @param parameters kind, algorithm, digits and period, independent of the realm's current OTP policy
 */
record Authenticator(OTPCredentialModel model, OtpParameters parameters) {

    static Authenticator of(OTPCredentialModel model) {
        OTPCredentialData data = model.getOTPCredentialData();
        OtpKind kind = OTPCredentialModel.HOTP.equals(data.getSubType()) ? OtpKind.HOTP : OtpKind.TOTP;
        OtpParameters parameters = new OtpParameters(
                kind, OtpAlgorithm.ofKeycloak(data.getAlgorithm()), data.getDigits(), data.getPeriod());
        // Fails here, for this one alone, if the secret cannot be decoded.
        model.getDecodedSecret();
        return new Authenticator(model, parameters);
    }

    String id() {
        return model.getId();
    }

    Optional<Attempts.Match> match(String digits, Instant now, int window) {
        OptionalLong step = StepMatcher.match(model.getDecodedSecret(), parameters, digits, current(now), window);
        return step.isPresent() ? Optional.of(new Attempts.Match(id(), step.getAsLong())) : Optional.empty();
    }

    private long current(Instant now) {
        return switch (parameters.kind()) {
            case TOTP -> StepMatcher.step(now, parameters.period());
            case HOTP -> model.getOTPCredentialData().getCounter();
        };
    }

    @Override
    public String toString() {
        return "Authenticator[" + id() + "]";
    }
}
