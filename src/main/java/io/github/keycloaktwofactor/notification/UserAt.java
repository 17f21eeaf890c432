package io.github.keycloaktwofactor.notification;

import org.keycloak.models.UserModel;
import org.keycloak.models.utils.UserModelDelegate;

/** A user who is written to at an address that need not be theirs any more. */
final class UserAt extends UserModelDelegate {

    private final String address;

    UserAt(UserModel user, String address) {
        super(user);
        this.address = address;
    }

    @Override
    public String getEmail() {
        return address;
    }
}
