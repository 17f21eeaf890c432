package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.attempt.CodeState;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.PolicySettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up a {@link Summary}. */
final class Numbers {

    private long users;
    private long enrolled;
    private long required;
    private long requiredEnrolled;
    private long adminsLacking;
    private long exempt;
    private long fewCodes;
    private long noCodes;
    private long unknown;
    private long disabled;
    private final Map<String, CodeState> states = new HashMap<>();

    /**
     * Adds a number of users who have these in common.
     *
     * @param obligation empty if unknown
     * @param otp whether they have an authenticator
     * @param factor whether they have anything that counts as a second factor
     * @param codes whether they have a set of recovery codes
     */
    void add(
            boolean enabled,
            Optional<Obligation> obligation,
            boolean admin,
            boolean otp,
            boolean factor,
            boolean codes,
            long number) {
        users += number;
        if (!enabled) {
            disabled += number;
            return;
        }
        enrolled += factor ? number : 0;
        adminsLacking += admin && !factor ? number : 0;
        noCodes += otp && !codes ? number : 0;
        if (obligation.isEmpty()) {
            unknown += number;
            return;
        }
        switch (obligation.get()) {
            case REQUIRED, REPORTED -> {
                required += number;
                requiredEnrolled += factor ? number : 0;
            }
            case EXEMPT -> exempt += number;
            case NOT_REQUIRED -> {
                // Counted among users only.
            }
        }
    }

    /** Adds one of a user's failure counters. */
    void count(String user, CodeState state) {
        if (!state.equals(CodeState.FREE)) {
            states.merge(user, state, CodeState::and);
        }
    }

    /** Adds a set of recovery codes of which some are used. */
    void codes(PolicySettings settings, int left, int size) {
        if (left == 0) {
            noCodes++;
        } else if (settings.codes().few(left, size)) {
            fewCodes++;
        }
    }

    Summary summary(long at, String policyHash, List<String> notCounted) {
        long off = states.values().stream().filter(CodeState::off).count();
        return new Summary(
                at,
                policyHash,
                users,
                enrolled,
                required,
                requiredEnrolled,
                required - requiredEnrolled,
                adminsLacking,
                exempt,
                0,
                0,
                fewCodes,
                noCodes,
                states.size() - off,
                off,
                unknown,
                disabled,
                notCounted);
    }
}
