package io.github.keycloaktwofactor.admin;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.keycloak.models.RealmModel;

/** Deterministic row ids, so that concurrent calls cannot insert the same thing twice: the second fails on the primary key. */
final class RowId {

    private RowId() {}

    /** The id of the realm's row with this name. */
    static String of(RealmModel realm, String name) {
        return UUID.nameUUIDFromBytes((realm.getId() + " " + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
