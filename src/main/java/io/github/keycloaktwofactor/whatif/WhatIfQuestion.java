package io.github.keycloaktwofactor.whatif;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.UserModel;

/**
 * Who signs in to what, and how.
 *
 * @param provider of the realm, for a sign-in through one; otherwise null
 */
public record WhatIfQuestion(
        UserModel user,
        ClientModel client,
        Way way,
        @Nullable IdentityProviderModel provider) {}
