package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.keycloak.AfterCommit;
import io.github.keycloaktwofactor.store.DeviceTokens;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.stream.Stream;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakUriInfo;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Handles a replayed device token: ends the session in which the device was last used, online and offline. It may be the
 * owner's session, because it is unknown which of the two browsers is the copy.
 */
final class CopiedDevice {

    /** Detail of the {@code LOGOUT} event, and of the event that reports the replay. */
    private static final String USED = "used";

    private CopiedDevice() {}

    /** Ends it after the commit of this request. */
    static void endSession(KeycloakSession session, DeviceTokens.Row device) {
        KeycloakContext context = session.getContext();
        KeycloakUriInfo uri = context.getUri();
        ClientConnection connection = context.getConnection();
        HttpHeaders headers = context.getRequestHeaders();
        AfterCommit.run(
                session,
                sessions -> KeycloakModelUtils.runJobInTransaction(sessions, own -> {
                    RealmModel realm = own.realms().getRealm(device.realmId());
                    own.getContext().setRealm(realm);
                    sessions(own, realm, device).toList().forEach(opened -> {
                        AuthenticationManager.backchannelLogout(own, realm, opened, uri, connection, headers, true);
                        new EventBuilder(realm, own, connection)
                                .event(EventType.LOGOUT)
                                .user(opened.getUser())
                                .session(opened)
                                .detail(EventDetail.REASON, USED)
                                .success();
                    });
                }));
    }

    private static Stream<UserSessionModel> sessions(
            KeycloakSession session, RealmModel realm, DeviceTokens.Row device) {
        return Stream.of(false, true)
                .flatMap(offline -> Stream.ofNullable(
                        offline
                                ? session.sessions().getOfflineUserSession(realm, device.sessionId())
                                : session.sessions().getUserSession(realm, device.sessionId())))
                .filter(opened ->
                        opened.getUser() != null && opened.getUser().getId().equals(device.userId()));
    }
}
