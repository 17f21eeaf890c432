package io.github.keycloaktwofactor.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * What is kept of a removed session until its clients and its identity provider are notified. Keycloak's logout needs a
 * session for that, so it can be recreated.
 */
public final class RemovedSession {

    private final String id;
    private final String login;
    private final String address;
    private final String method;
    private final boolean rememberMe;
    private final @Nullable String brokerSession;
    private final @Nullable String brokerUser;
    private final Map<String, String> notes;
    private final List<Client> clients;

    private RemovedSession(UserSessionModel ended) {
        this.id = ended.getId();
        this.login = ended.getLoginUsername();
        this.address = ended.getIpAddress();
        this.method = ended.getAuthMethod();
        this.rememberMe = ended.isRememberMe();
        this.brokerSession = ended.getBrokerSessionId();
        this.brokerUser = ended.getBrokerUserId();
        this.notes = new HashMap<>(ended.getNotes());
        this.clients = ended.getAuthenticatedClientSessions().values().stream()
                .map(RemovedSession::client)
                .toList();
    }

    /** A client of the session; the protocol is null for clients of Keycloak itself. */
    private record Client(
            String id,
            @Nullable String protocol,
            @Nullable String action,
            @Nullable String redirectUri,
            Map<String, String> notes) {}

    /** Reads the session, which is about to be removed. */
    public static RemovedSession of(UserSessionModel ended) {
        return new RemovedSession(ended);
    }

    private static Client client(AuthenticatedClientSessionModel ended) {
        return new Client(
                ended.getClient().getId(),
                ended.getProtocol(),
                ended.getAction(),
                ended.getRedirectUri(),
                new HashMap<>(ended.getNotes()));
    }

    /** The id, which clients know as {@code sid}. */
    public String id() {
        return id;
    }

    /** Creates it once more as a transient session, which is never stored and which no other request can see. */
    public UserSessionModel again(KeycloakSession session, RealmModel realm, UserModel user) {
        UserSessionModel again = session.sessions()
                .createUserSession(
                        id,
                        realm,
                        user,
                        login,
                        address,
                        method,
                        rememberMe,
                        brokerSession,
                        brokerUser,
                        UserSessionModel.SessionPersistenceState.TRANSIENT);
        notes.forEach(again::setNote);
        for (Client kept : clients) {
            ClientModel client = realm.getClientById(kept.id());
            if (client != null) {
                add(session.sessions().createClientSession(realm, client, again), kept);
            }
        }
        return again;
    }

    private static void add(AuthenticatedClientSessionModel again, Client kept) {
        again.setProtocol(kept.protocol());
        again.setAction(kept.action());
        again.setRedirectUri(kept.redirectUri());
        kept.notes().forEach(again::setNote);
    }
}
