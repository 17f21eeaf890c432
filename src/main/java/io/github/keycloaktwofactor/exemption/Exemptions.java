package io.github.keycloaktwofactor.exemption;

import io.github.keycloaktwofactor.keycloak.AfterCommit;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The exemptions of a realm that have not ended. Those that have ended are never returned, whether their rows are still
 * there or not.
 */
public final class Exemptions implements RecordsInForce {

    private final KeycloakSession session;
    private final ExemptionTable table;
    private final Clock clock;

    /** Reads nothing yet. */
    public Exemptions(KeycloakSession session, RealmModel realm, Clock clock) {
        this.session = session;
        this.table = new ExemptionTable(session, realm.getId());
        this.clock = clock;
    }

    public static Exemptions of(KeycloakSession session, RealmModel realm) {
        return new Exemptions(session, realm, ServerClock.INSTANCE);
    }

    /** All of them, the first to end first, each with the name of its user if that is in Keycloak's database. */
    public List<Named> all() {
        return table.all(now());
    }

    /** One of them. */
    public Optional<Exemption> find(String id) {
        return table.find(id, now());
    }

    @Override
    public Optional<Exemption> lasting(String userId, Collection<String> roles) {
        return table.lasting(userId, roles, now());
    }

    /** Those of roles. */
    public List<Exemption> ofRoles() {
        return table.ofRoles(now());
    }

    /** The first that end within a time, at most as many. */
    public List<Named> endingWithin(Duration soon, int most) {
        return table.endingBefore(now(), now().plus(soon), most);
    }

    /** Which of these users have an exemption of their own. */
    public Set<String> ofUsers(Collection<String> userIds) {
        return table.ofUsers(userIds, now());
    }

    /**
     * Adds one, in the transaction of the request, so that none is stored without its admin event.
     *
     * @return false if the user or role has one that has not ended, also if another request is just adding it; the
     *     transaction cannot be committed then
     */
    public boolean add(Exemption exemption) {
        table.deleteEnded(exemption.kind(), exemption.target(), now());
        AfterCommit.run(session, sessions -> table.removeEnded(sessions, now()));
        return table.find(exemption.kind(), exemption.target()).isEmpty() && table.insert(exemption);
    }

    /** Ends one, in the transaction of the request. True for exactly one caller. */
    public boolean end(String id) {
        return table.delete(id, now());
    }

    private Instant now() {
        return clock.instant();
    }

    /**
     * An exemption of a user, by name.
     *
     * @param username empty if it is of a role, or if the user is not in Keycloak's database
     */
    public record Named(Exemption exemption, Optional<String> username) {}
}
