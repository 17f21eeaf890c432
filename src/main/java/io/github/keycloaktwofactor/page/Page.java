package io.github.keycloaktwofactor.page;

import jakarta.ws.rs.core.Response;

/** One of our pages, for the current user. */
public interface Page {

    /** Handles a GET. */
    Response show();

    /** Handles the posted form. */
    FormResult submit();
}
