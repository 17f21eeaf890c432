package io.github.keycloaktwofactor.source;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rows of {@code docs/sources.md}, such as {@code S-63}, that a test shows to hold. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Cites {

    String[] value();
}
