package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counter;

/**
 * Where a refused code was counted.
 *
 * @param counter the kind of code
 * @param bucket its bucket
 */
record CountedAttempt(Counter counter, Bucket.Kind bucket) {}
