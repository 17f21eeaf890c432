package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleTarget;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Marks the names of deleted roles in the policy, when the transaction of the request is about to be committed. Not
 * earlier, because the removal of a realm first removes all its roles, and only then sends the event of the realm.
 */
final class DeletedNames extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(RoleChanges.class);
    private static final String ATTRIBUTE = DeletedNames.class.getName();

    private final KeycloakSession session;
    private final Map<String, Set<Deleted>> deletedByRealm = new LinkedHashMap<>();
    private final Set<String> removedRealms = new HashSet<>();

    private DeletedNames(KeycloakSession session) {
        this.session = session;
    }

    static DeletedNames of(KeycloakSession session) {
        DeletedNames names = session.getAttribute(ATTRIBUTE, DeletedNames.class);
        if (names == null) {
            names = new DeletedNames(session);
            session.setAttribute(ATTRIBUTE, names);
            session.getTransactionManager().enlistPrepare(names);
        }
        return names;
    }

    /**
     * @param name as in the policy
     * @param target what was deleted
     */
    void add(RealmModel realm, String name, RoleTarget target, boolean ofClient) {
        deletedByRealm
                .computeIfAbsent(realm.getId(), id -> new LinkedHashSet<>())
                .add(new Deleted(name, target.stored(), ofClient));
    }

    /** Discards the names of a removed realm. */
    static void realmRemoved(KeycloakSession session, RealmModel realm) {
        DeletedNames names = session.getAttribute(ATTRIBUTE, DeletedNames.class);
        if (names != null) {
            names.removedRealms.add(realm.getId());
        }
    }

    @Override
    protected void commitImpl() {
        deletedByRealm.forEach((realmId, deletions) -> {
            RealmModel realm =
                    removedRealms.contains(realmId) ? null : session.realms().getRealm(realmId);
            if (realm != null) {
                deletions.stream()
                        .filter(deleted -> deleted.wasMeant(realm))
                        .forEach(deleted -> mark(realm, deleted.name()));
            }
        });
    }

    @Override
    protected void rollbackImpl() {
        deletedByRealm.clear();
    }

    private static void mark(RealmModel realm, String name) {
        Set<Setting> lists =
                new GuardConfig(realm).rewrite(listed -> listed.equals(name) ? name + RoleTarget.DELETED : listed);
        TwoFactorPolicy.of(realm).ifPresent(settings -> lists.forEach(list -> warn(realm, name, list, settings)));
    }

    private static void warn(RealmModel realm, String name, Setting list, PolicySettings settings) {
        LOG.warnf(
                "Two-factor policy of realm '%s': role %s of %s was deleted; %s until the settings are saved again",
                realm.getName(), SettingProblem.quote(name), list.key(), effect(list, settings));
    }

    private static String effect(Setting list, PolicySettings settings) {
        if (list == Setting.EXEMPT_ROLES) {
            return "nobody is exempt by this name, even if it is given to a new role,";
        }
        if (list == Setting.TRUSTED_DEVICE_EXCLUDED_ROLES) {
            return "no device is trusted";
        }
        if (list == Setting.ADMIN_ROLES && !settings.requireAdmins()) {
            return "requireAdmins would require two-factor of everyone who is not exempt";
        }
        return "two-factor is now required of everyone who is not exempt";
    }

    private record Deleted(String name, String id, boolean ofClient) {

        /**
         * The meaning recorded for the name decides, if it still resolves. Otherwise a name is a realm role first, so
         * the policy may mean a realm role with the same name as a client's deleted role.
         */
        boolean wasMeant(RealmModel realm) {
            String noted = new GuardConfig(realm).ids().get(name);
            if (id.equals(noted)) {
                return true;
            }
            return RoleTarget.stored(realm, noted).isEmpty() && (!ofClient || realm.getRole(name) == null);
        }
    }
}
