package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.session.PageLifetime;
import io.github.keycloaktwofactor.session.SignInNote;
import io.github.keycloaktwofactor.totp.OtpAlgorithm;
import io.github.keycloaktwofactor.totp.OtpKind;
import io.github.keycloaktwofactor.totp.OtpParameters;
import io.github.keycloaktwofactor.totp.TotpSecret;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.OTPPolicy;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A key that was shown and is not yet confirmed. It is stored only in the authentication session: nothing that a browser
 * posts is trusted.
 *
 * @param id distinguishes it from other pending keys of the user
 * @param secret the key
 * @param parameters OTP parameters for the app
 * @param minted when it was first shown
 * @param replaces whether it replaces the existing authenticators
 * @param onThisDevice whether the user has opened an app on the same device with it, which leaves the page
 */
public record PendingKey(
        String id,
        TotpSecret secret,
        OtpParameters parameters,
        Instant minted,
        boolean replaces,
        boolean onThisDevice) {

    /** What earlier versions wrote here of a key on this device, which {@code TWO_FACTOR_USER} knows now. */
    private static final String ON_THIS_DEVICE = "device";

    /** The parameters of the realm's OTP policy. Only time-based keys are enrolled. */
    static OtpParameters parameters(OTPPolicy policy) {
        int period = policy.getPeriod() > 0 ? policy.getPeriod() : 30;
        return new OtpParameters(
                OtpKind.TOTP, OtpAlgorithm.ofKeycloak(policy.getAlgorithm()), policy.getDigits(), period);
    }

    public static Optional<PendingKey> in(AuthenticationSessionModel authentication) {
        String note = SignInNote.PENDING_KEY.in(authentication);
        if (note == null) {
            return Optional.empty();
        }
        String[] parts = note.split("\\|");
        return Optional.of(new PendingKey(
                parts[0],
                TotpSecret.ofBase32(parts[1]),
                new OtpParameters(
                        OtpKind.TOTP,
                        OtpAlgorithm.ofKeycloak(parts[2]),
                        Integer.parseInt(parts[3]),
                        Integer.parseInt(parts[4])),
                Instant.ofEpochMilli(Long.parseLong(parts[5])),
                Boolean.parseBoolean(parts[6]),
                parts.length > 7 && parts[7].equals(ON_THIS_DEVICE)));
    }

    public static void drop(AuthenticationSessionModel authentication) {
        SignInNote.PENDING_KEY.drop(authentication);
        PageLifetime.isOver(authentication);
    }

    void keep(AuthenticationSessionModel authentication) {
        SignInNote.PENDING_KEY.put(
                authentication,
                String.join(
                        "|",
                        id,
                        secret.base32(),
                        parameters.algorithm().keycloakName(),
                        Integer.toString(parameters.digits()),
                        Integer.toString(parameters.period()),
                        Long.toString(minted.toEpochMilli()),
                        Boolean.toString(replaces)));
        PageLifetime.lastsUntil(authentication, ends());
    }

    /** The same key, opened in an app on this device. */
    PendingKey takenToThisDevice() {
        return new PendingKey(id, secret, parameters, minted, replaces, true);
    }

    boolean expired(Instant now) {
        return ends().isBefore(now);
    }

    private Instant ends() {
        return minted.plus(PageLifetime.WAITS);
    }

    @Override
    public String toString() {
        return "PendingKey[" + id + "]";
    }
}
