/** The product descriptions that this project has to satisfy, each walked as a person would read it. */
@NullMarked
package io.github.keycloaktwofactor.source;

import org.jspecify.annotations.NullMarked;
