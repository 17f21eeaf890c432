package io.github.keycloaktwofactor.device;

/** What a browser gets for the token that it shows. */
public enum TokenAnswer {
    /** It is a trusted device: no code is asked for. */
    SPARED,
    /** It is none, or none any more. */
    ASKED,
    /** It shows a secret that was replaced, so there is a copy, here or elsewhere. Both are forgotten. */
    COPIED
}
