package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.event.IpAddress;
import io.github.keycloaktwofactor.keycloak.KnownUserAgents;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.ClientConnection;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.account.DeviceRepresentation;

/**
 * When and from where a request came, made fit for a mail: what a browser says of itself can be anything.
 *
 * @param browser name of the browser, empty if not known
 * @param system name of the operating system, empty if not known
 * @param address IP address, empty if not known
 * @param server the server's own address as users know it, empty if not known
 */
record Origin(Instant at, String browser, String system, String address, String server) {

    static Origin of(KeycloakSession session) {
        Instant now = ServerClock.INSTANCE.instant();
        ClientConnection connection = session.getContext().getConnection();
        String address = connection == null ? "" : IpAddress.shown(connection.getRemoteHost());
        DeviceRepresentation device =
                session.getProvider(DeviceRepresentationProvider.class).deviceRepresentation();
        return device == null
                ? new Origin(now, "", "", address, server(session))
                : new Origin(
                        now,
                        KnownUserAgents.browser(device.getBrowser()),
                        KnownUserAgents.system(device.getOs()),
                        address,
                        server(session));
    }

    /** Of what nobody is told from where. */
    static Origin unknown(@Nullable KeycloakSession session) {
        return new Origin(ServerClock.INSTANCE.instant(), "", "", "", session == null ? "" : server(session));
    }

    /** As Keycloak writes it into its own mails; a job that no request has begun knows none. */
    private static String server(KeycloakSession session) {
        try {
            return session.getContext().getUri().getBaseUri().toString();
        } catch (RuntimeException noRequest) {
            return "";
        }
    }
}
