/**
 * Which roles a user holds, how settings name one, and who has administrative rights. It is ground below the policy, and knows no
 * other package.
 */
@NullMarked
package io.github.keycloaktwofactor.role;

import org.jspecify.annotations.NullMarked;
