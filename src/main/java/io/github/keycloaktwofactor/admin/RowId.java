package io.github.keycloaktwofactor.admin;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.keycloak.models.RealmModel;

/** Ids for rows that several calls at once must not make twice: each call makes the same one, and the second meets it. */
final class RowId {

    private RowId() {}

    /** The id of the row of this name in the realm. */
    static String of(RealmModel realm, String name) {
        return UUID.nameUUIDFromBytes((realm.getId() + " " + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
