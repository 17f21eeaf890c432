/** The findings of the posture: each fault is made in a real realm and taken back. */
@NullMarked
package io.github.keycloaktwofactor.posture;

import org.jspecify.annotations.NullMarked;
