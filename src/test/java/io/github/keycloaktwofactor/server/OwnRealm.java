package io.github.keycloaktwofactor.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A field of a test class, of type {@link TestRealm}, that holds a new realm of the shared server while the class runs. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealmExtension.class)
public @interface OwnRealm {

    /** Settings to switch the guard on with, as {@code key=value}; without any it stays off. */
    String[] value() default {};
}
