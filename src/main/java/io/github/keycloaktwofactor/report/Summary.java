package io.github.keycloaktwofactor.report;

import java.util.List;

/**
 * How far two-factor is rolled out in a realm. Disabled users count in {@code users} and {@code disabled} alone.
 *
 * @param at when it was counted, in epoch milliseconds
 * @param policyHash tells the settings from others
 * @param users all but service accounts
 * @param enrolled have something that counts as a second factor under the policy
 * @param required of whom the policy requires one
 * @param adminsLacking administrators who have none, whether they are required or not
 * @param exempt whom a role exempts
 * @param inGrace none yet
 * @param overdue none yet
 * @param fewCodes have an authenticator and few recovery codes left, but one
 * @param noCodes have an authenticator and no recovery codes left
 * @param waiting have to wait after wrong codes, in one of their browsers at least
 * @param off have a kind of code that is switched off, in one of their browsers at least
 * @param unknown of whom nobody can tell whether they are required: their roles are not in Keycloak's database
 * @param notCounted names of user federation providers whose users may not be in Keycloak's database, and so are not counted
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
