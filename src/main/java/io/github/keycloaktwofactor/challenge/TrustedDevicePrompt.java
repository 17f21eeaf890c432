package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.device.DeviceUse;
import io.github.keycloaktwofactor.device.TrustedDeviceCredentialModel;
import io.github.keycloaktwofactor.device.TrustedDevices;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.StartedAction;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.services.resources.LoginActionsService;

/** What the trust in a browser means at one visit: it can spare the code, and it can be offered. */
public final class TrustedDevicePrompt {

    private static final String FIELD = "trustDevice";

    private final PageContext context;
    private final TrustedDevices devices;

    public TrustedDevicePrompt(PageContext context) {
        this.context = context;
        this.devices = context.trustedDevices();
    }

    /**
     * Whether this browser is spared the code; then the sign-in has evidence of it. Only a plain sign-in by password is:
     * no forgotten password, no broker, no password grant, and no action that an application or the person started.
     */
    public boolean skipsPrompt() {
        return context.signIn().passwordAccepted()
                && LoginActionsService.AUTHENTICATE_PATH.equals(
                        context.authentication().getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH))
                && !actionStarted(context)
                && used();
    }

    /** Where the state tables do not answer, a code is asked for, which then fails as loudly as it has to. */
    private boolean used() {
        try {
            DeviceUse check = devices.use(context.authentication());
            return switch (check.answer()) {
                case SPARED -> {
                    context.signIn()
                            .verified(
                                    EvidenceMethod.TRUSTED_DEVICE,
                                    check.device().orElseThrow());
                    yield true;
                }
                case ASKED -> false;
                case COPIED -> {
                    tellOfCopy();
                    yield false;
                }
            };
        } catch (StateUnavailableException e) {
            return false;
        }
    }

    private void tellOfCopy() {
        context.event()
                .clone()
                .event(EventType.REMOVE_CREDENTIAL)
                .user(context.user())
                .detail(Details.CREDENTIAL_TYPE, TrustedDeviceCredentialModel.TYPE)
                .detail(EventDetail.REASON, Verdict.USED.text())
                .success();
    }

    /** Whether an application or the person started an action, which may change what a code protects. */
    public static boolean actionStarted(PageContext context) {
        String action = StartedAction.asked(context.authentication());
        return action != null && !action.equals(TwoFactorPolicy.ACTION_ID);
    }

    /** Whether this browser is a trusted device, spared or not. */
    boolean here() {
        return off() ? false : devices.here(context.authentication());
    }

    /** The checkbox as a template reads it; null where it is not offered. */
    @Nullable
    Map<String, Object> offer() {
        if (!offered()) {
            return null;
        }
        DeviceSettings settings = context.settings().devices();
        return Map.of(
                "until", settings.trust() == DeviceTrust.DAYS ? "days" : "sign-out",
                "days", settings.days(),
                "ticked", ticked());
    }

    /** Remembers this browser, if that was offered and asked for. */
    void rememberIfAsked() {
        if (ticked() && offered()) {
            Instant until = devices.remember(context.authentication());
            EventBuilder event = context.event()
                    .clone()
                    .event(EventType.UPDATE_CREDENTIAL)
                    .user(context.user())
                    .detail(Details.CREDENTIAL_TYPE, TrustedDeviceCredentialModel.TYPE)
                    .detail(EventDetail.CHANGE, TwoFactorChange.DEVICE.text());
            if (context.settings().devices().trust() == DeviceTrust.DAYS) {
                event.detail(EventDetail.UNTIL, Long.toString(until.getEpochSecond()));
            }
            event.success();
        } else if (!off()) {
            devices.codeTyped(context.authentication());
        }
    }

    private boolean offered() {
        return !off() && context.signIn().passwordAccepted() && devices.allowed() && !here();
    }

    private boolean ticked() {
        return context.field(FIELD).isPresent();
    }

    private boolean off() {
        return context.settings().devices().trust() == DeviceTrust.OFF;
    }
}
