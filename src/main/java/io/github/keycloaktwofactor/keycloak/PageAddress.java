package io.github.keycloaktwofactor.keycloak;

import java.net.URI;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;

/** The link to give to users: it leads through a sign-in to the two-factor page. */
public final class PageAddress {

    /** Its last path segment, and the id of the provider that serves it. A contract: the link has been published. */
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
     * The URL of the page for administrators. The final slash is needed: the page loads files relative to it.
     *
     * @param server the address of the server, as administrators know it
     */
    public static URI ofAdministration(URI server, RealmModel realm) {
        return Urls.realmBase(server).path("{realm}").path(ID).path("admin/").build(realm.getName());
    }
}
