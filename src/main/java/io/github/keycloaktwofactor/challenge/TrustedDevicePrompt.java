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

/** Trusted devices in a sign-in: whether this browser skips the code, and whether trust is offered. */
public final class TrustedDevicePrompt {

    private static final String FIELD = "trustDevice";

    private final PageContext context;
    private final TrustedDevices devices;

    public TrustedDevicePrompt(PageContext context) {
        this.context = context;
        this.devices = context.trustedDevices();
    }

    /**
     * Whether this browser skips the code; the sign-in then has evidence of that. Only a plain sign-in by password does: no
     * forgotten password, identity provider or password grant, and no action that an application or the user started.
     */
    public boolean skipsPrompt() {
        return context.signIn().passwordAccepted()
                && LoginActionsService.AUTHENTICATE_PATH.equals(
                        context.authentication().getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH))
                && !actionStarted(context)
                && used();
    }

    /** If the state tables are unavailable, a code is asked for, and checking it fails with the error page. */
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

    /** Whether an application or the user started an action, which may change what a code protects. */
    public static boolean actionStarted(PageContext context) {
        String action = StartedAction.asked(context.authentication());
        return action != null && !action.equals(TwoFactorPolicy.ACTION_ID);
    }

    /** Whether this browser is a trusted device, whether or not it skips the code. */
    boolean here() {
        return off() ? false : devices.here(context.authentication());
    }

    /** The checkbox for the template; null if not offered. */
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

    /** Makes this browser a trusted device, if that was offered and chosen. */
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
