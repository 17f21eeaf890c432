package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.device.TrustedDevice;
import io.github.keycloaktwofactor.device.TrustedDeviceCredentialModel;
import io.github.keycloaktwofactor.device.TrustedDevices;
import io.github.keycloaktwofactor.enrolment.CardMessage;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;

/** The trusted devices on the card. */
final class DeviceList {

    private final PageContext context;
    private final TrustedDevices devices;

    DeviceList(PageContext context) {
        this.context = context;
        this.devices = context.trustedDevices();
    }

    /** The list for the template; null if there is no trusted device. */
    @Nullable
    List<Map<String, Object>> shown() {
        if (context.settings().devices().trust() == DeviceTrust.OFF || !devices.allowed()) {
            return null;
        }
        LocalDates dates = new LocalDates(context);
        List<Map<String, Object>> rows =
                devices.list().stream().map(device -> row(device, dates)).toList();
        return rows.isEmpty() ? null : rows;
    }

    /**
     * Forgets the device of the pressed button, or all. Needs no re-authentication beyond that of the card: fewer trusted
     * devices only make the account stricter.
     *
     * @return the message to show, or null if the device no longer existed
     */
    @Nullable
    CardMessage remove() {
        if (context.pressed().equals("remove-devices")) {
            devices.list().forEach(device -> told(device.id()));
            devices.removeAll();
            return CardMessage.DEVICES_REMOVED;
        }
        return context.field("device").filter(devices::remove).map(this::told).orElse(null);
    }

    private CardMessage told(String id) {
        context.event()
                .clone()
                .event(EventType.REMOVE_CREDENTIAL)
                .user(context.user())
                .detail(Details.CREDENTIAL_TYPE, TrustedDeviceCredentialModel.TYPE)
                .detail(Details.CREDENTIAL_ID, id)
                .success();
        return CardMessage.DEVICE_REMOVED;
    }

    private static Map<String, Object> row(TrustedDevice device, LocalDates dates) {
        return Map.of(
                "id", device.id(),
                "browser", device.names().browser(),
                "system", device.names().system(),
                "added", dates.day(device.added()),
                "used", dates.day(device.used()),
                "until", dates.day(device.until()),
                "here", device.here());
    }
}
