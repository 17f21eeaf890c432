package io.github.keycloaktwofactor.page;

import jakarta.ws.rs.core.Response;

/** One of our pages, for the user who is at it now. */
public interface Page {

    /** What a look shows. */
    Response show();

    /** What becomes of the posted form. */
    FormResult submit();
}
