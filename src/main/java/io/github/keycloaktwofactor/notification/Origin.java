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
 * When and from where a request came, sanitized for a mail: a browser can send any {@code User-Agent}.
 *
 * @param browser name of the browser; empty if unknown
 * @param system name of the operating system; empty if unknown
 * @param address IP address; empty if unknown
 * @param server the server's frontend URL; empty if unknown
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

    /** For mails that do not say from where. */
    static Origin unknown(@Nullable KeycloakSession session) {
        return new Origin(ServerClock.INSTANCE.instant(), "", "", "", session == null ? "" : server(session));
    }

    /** As in Keycloak's own mails; unknown in a job that was not started by a request. */
    private static String server(KeycloakSession session) {
        try {
            return session.getContext().getUri().getBaseUri().toString();
        } catch (RuntimeException noRequest) {
            return "";
        }
    }
}
