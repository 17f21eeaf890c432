/** The metrics: their page, the dashboard and the alerts, and what a real server shows. */
@NullMarked
package io.github.keycloaktwofactor.metric;

import org.jspecify.annotations.NullMarked;
