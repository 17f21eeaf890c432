/** What people see: whole journeys in a real browser, by what is written on the pages, and a picture of every page. */
@NullMarked
package io.github.keycloaktwofactor.browser;

import org.jspecify.annotations.NullMarked;
