package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counter;

/**
 * Where a refused code was counted.
 *
 * @param counter of which kind of code
 * @param bucket what the attempt came with
 */
record CountedAttempt(Counter counter, Bucket.Kind bucket) {}
