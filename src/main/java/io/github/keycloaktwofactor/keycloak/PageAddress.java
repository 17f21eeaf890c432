package io.github.keycloaktwofactor.keycloak;

import java.net.URI;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;

/** The address to tell people: it leads through a sign-in to the two-factor page. */
public final class PageAddress {

    /** Its last part, and the id of the provider that answers there: a contract with users who were told it. */
    public static final String ID = "two-factor";

    private PageAddress() {}

    /**
     * The address in one realm.
     *
     * @param server the address of the server, as users know it
     */
    public static URI of(URI server, RealmModel realm) {
        return Urls.realmBase(server).path("{realm}").path(ID).build(realm.getName());
    }

    /**
     * The address of the page for administrators. It needs its last slash: what the page loads is named below it.
     *
     * @param server the address of the server, as administrators know it
     */
    public static URI ofAdministration(URI server, RealmModel realm) {
        return Urls.realmBase(server).path("{realm}").path(ID).path("admin/").build(realm.getName());
    }
}
