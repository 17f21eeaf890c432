package io.github.keycloaktwofactor.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/**
 * The user federation providers of a realm. Whether the roles of their users are in Keycloak's database is known for
 * Kerberos, and for LDAP from its mappers; for all others it is unknown.
 */
final class Sources {

    private static final String LDAP = "ldap";
    private static final String KERBEROS = "kerberos";
    private static final String PROVIDERS = "org.keycloak.storage.UserStorageProvider";
    private static final String LDAP_MAPPERS = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper";

    /** Mappers that provide no roles or groups. */
    private static final Set<String> GIVE_NO_ROLES = Set.of(
            "user-attribute-ldap-mapper",
            "full-name-ldap-mapper",
            "hardcoded-attribute-mapper",
            "hardcoded-ldap-attribute-mapper",
            "certificate-ldap-mapper",
            "kerberos-principal-attribute-mapper",
            "msad-user-account-control-mapper",
            "msad-lds-user-account-control-mapper");

    /** Mappers that provide them, and in one of their modes import them into Keycloak's database. */
    private static final Set<String> GIVE_ROLES = Set.of("role-ldap-mapper", "group-ldap-mapper");

    private final Map<String, Source> byId = new HashMap<>();

    /**
     * A provider.
     *
     * @param enabled if false, its users are disabled
     * @param rolesHere whether all roles of its users are stored in Keycloak's database
     * @param usersHere whether its users are imported into it
     */
    record Source(String name, boolean enabled, boolean rolesHere, boolean usersHere) {}

    static Sources of(RealmModel realm) {
        Sources sources = new Sources();
        realm.getComponentsStream(realm.getId(), PROVIDERS)
                .forEach(provider -> sources.byId.put(
                        provider.getId(),
                        new Source(
                                provider.getName(),
                                provider.get("enabled", true),
                                rolesAreHere(realm, provider),
                                provider.get("importEnabled", true) && isKnown(provider))));
        return sources;
    }

    private static boolean isKnown(ComponentModel provider) {
        return provider.getProviderId().equals(LDAP) || provider.getProviderId().equals(KERBEROS);
    }

    private static boolean rolesAreHere(RealmModel realm, ComponentModel provider) {
        return isKnown(provider)
                && realm.getComponentsStream(provider.getId(), LDAP_MAPPERS)
                        .allMatch(mapper -> GIVE_NO_ROLES.contains(mapper.getProviderId())
                                || (GIVE_ROLES.contains(mapper.getProviderId())
                                        && "IMPORT".equals(mapper.get("mode"))));
    }

    /** The report's name for where a user comes from. */
    String name(@Nullable String link) {
        if (link == null) {
            return UserRow.LOCAL;
        }
        Source source = byId.get(link);
        return source == null ? link : source.name();
    }

    boolean isEnabled(@Nullable String link) {
        return link == null || !byId.containsKey(link) || byId.get(link).enabled();
    }

    /** Ids of the providers whose users have all their roles in Keycloak's database. */
    Set<String> withRolesHere() {
        return ids(Source::rolesHere);
    }

    Set<String> disabled() {
        return ids(source -> !source.enabled());
    }

    /** Ids of the providers with that name or id. */
    Set<String> named(String nameOrId) {
        return byId.entrySet().stream()
                .filter(source -> source.getKey().equals(nameOrId)
                        || source.getValue().name().equals(nameOrId))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Names of the providers whose users may not be in Keycloak's database, and so not in the report. */
    List<String> notCounted() {
        return byId.values().stream()
                .filter(source -> !source.usersHere())
                .map(Source::name)
                .sorted()
                .toList();
    }

    private Set<String> ids(Predicate<Source> wanted) {
        return byId.entrySet().stream()
                .filter(source -> wanted.test(source.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
