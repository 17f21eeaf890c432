package io.github.keycloaktwofactor.notification;

import org.keycloak.models.UserModel;
import org.keycloak.models.utils.UserModelDelegate;

/** A user as the recipient at an address that may no longer be theirs. */
final class UserAtAddress extends UserModelDelegate {

    private final String address;

    UserAtAddress(UserModel user, String address) {
        super(user);
        this.address = address;
    }

    @Override
    public String getEmail() {
        return address;
    }
}
