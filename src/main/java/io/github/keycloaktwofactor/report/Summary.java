package io.github.keycloaktwofactor.report;

import java.util.List;

/**
 * How far two-factor is rolled out in a realm. Disabled users count in {@code users} and {@code disabled} only.
 *
 * @param at when it was counted, in epoch milliseconds
 * @param policyHash changes with the settings that the numbers depend on
 * @param users all except service accounts
 * @param enrolled users with a factor that counts as a second factor under the policy
 * @param required users whom the policy requires to use two-factor
 * @param adminsLacking administrators without such a factor, required or not
 * @param exempt users exempted by a role, or by a record from what the policy would require of them
 * @param inGrace reserved, always 0
 * @param overdue reserved, always 0
 * @param fewCodes users with an authenticator and few recovery codes left, at least one
 * @param noCodes users with an authenticator and no recovery codes left
 * @param waiting users who must wait after wrong codes, in at least one of their browsers
 * @param off users with a blocked kind of code, in at least one of their browsers
 * @param unknown users who may or may not be required: their roles are not in Keycloak's database
 * @param notCounted names of user federation providers whose users may not be in Keycloak's database, and so are not
 *     counted
 */
public record Summary(
        long at,
        String policyHash,
        long users,
        long enrolled,
        long required,
        long requiredEnrolled,
        long requiredLacking,
        long adminsLacking,
        long exempt,
        long inGrace,
        long overdue,
        long fewCodes,
        long noCodes,
        long waiting,
        long off,
        long unknown,
        long disabled,
        List<String> notCounted) {}
