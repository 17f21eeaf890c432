package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A realm's policy as it was saved. A stored value that cannot be used counts as its strictest; a key that is no setting
 * counts for nothing. {@link #problems()} names both.
 *
 * @param adminRoles names as in {@link RoleNames}; empty stands for {@linkplain RoleNames#admins the realm's own
 *     administrators}; of no effect without {@code requireAdmins}
 * @param requiredRoles names of roles that require two-factor
 * @param exemptRoles names of roles that exempt from it, whatever else requires it
 * @param acceptOtherFactors credential types that satisfy the policy when the sign-in used them: some, all or none of
 *     {@code webauthn} and {@code webauthn-passwordless}
 * @param trustedIdentityProviders aliases of identity providers whose word satisfies the policy; one that is gone is
 *     trusted with nobody
 * @param existingSessions what becomes of refresh and offline tokens from before a save required two-factor of their user
 * @param devices which browsers are spared the code
 * @param supportText what to tell who lost everything; empty if nothing
 * @param supportUrl an {@code https}, {@code http} or {@code mailto} address; empty if none
 * @param maxAuthAgeSeconds how old a sign-in may be, in seconds, to change two-factor; 0 or more
 * @param saved what the names above meant when they were saved, and since when the policy requires what it does
 * @param problems what is wrong with the stored settings and what holds instead, each as a text for the log; empty if all
 *     is well
 */
public record PolicySettings(
        boolean requireEveryone,
        boolean requireAdmins,
        List<String> adminRoles,
        List<String> requiredRoles,
        List<String> exemptRoles,
        Set<String> acceptOtherFactors,
        List<String> trustedIdentityProviders,
        ExistingSessions existingSessions,
        WaitSettings waits,
        CodeSettings codes,
        PageSettings pages,
        DeviceSettings devices,
        String supportText,
        String supportUrl,
        DirectGrant directGrant,
        ChangeSettings changes,
        int maxAuthAgeSeconds,
        SavedMeaning saved,
        List<String> problems) {

    /** Keycloak's own {@code max_auth_age}, where nobody has set another. */
    private static final int SHORTEST_PROOF_SECONDS = 300;

    /** What becomes of refresh and offline tokens of a user who never passed a second factor, once it is required. */
    public enum ExistingSessions {
        /** They are refused. */
        AT_ONCE,
        /** Sessions that began before the save that required it go on, online and offline ones, until they end. */
        UNTIL_THEY_END
    }

    /**
     * How wrong codes slow down guessing.
     *
     * @param attemptsBeforeWait how many wrong codes in a row bring the first wait, 3 to 10
     * @param waitSeconds the first wait, 10 to 3600 seconds; each further one is doubled
     * @param maxWaitSeconds the longest wait, from {@code waitSeconds} to 86400 seconds
     * @param maxConsecutiveFailures how many wrong codes in a row switch the factor off, 10 to 100
     */
    public record WaitSettings(
            int attemptsBeforeWait, int waitSeconds, int maxWaitSeconds, int maxConsecutiveFailures) {

        /** The same four for the counters, which know no policy. */
        public <T> T as(Numbers<T> counters) {
            return counters.of(attemptsBeforeWait, waitSeconds, maxWaitSeconds, maxConsecutiveFailures);
        }

        /** Takes the four numbers in their order. */
        public interface Numbers<T> {
            T of(int attemptsBeforeWait, int waitSeconds, int maxWaitSeconds, int maxConsecutiveFailures);
        }
    }

    /**
     * The recovery codes that a user gets.
     *
     * @param count how many, 1 to 20
     * @param groups of how many groups of four characters each, 2 to 6
     * @param lowThreshold from how many left on the person is told that they run low, 0 to {@code count} - 1
     * @param forceRegenerateAtOrBelow a sign-in with a recovery code that leaves so many or fewer cannot end without a
     *     new set, 0 to {@code count} - 1
     * @param openPdf whether the PDF of new codes comes by itself
     * @param missing what enrolled users without any see after a sign-in
     */
    public record CodeSettings(
            int count,
            int groups,
            int lowThreshold,
            int forceRegenerateAtOrBelow,
            boolean openPdf,
            MissingCodes missing) {

        /** Whether so many codes left of a set of that size are few. A set that is whole is not, however small. */
        public boolean few(int left, int size) {
            return left <= Math.min(lowThreshold, size - 1);
        }
    }

    /** What users with an authenticator and without recovery codes see after their next sign-in with a code. */
    public enum MissingCodes {
        /** They are offered a set, and may leave it until later. */
        OFFER,
        /** The sign-in ends only once a set is saved. */
        DEMAND,
        /** Nothing. */
        NEVER
    }

    /**
     * What the pages lead through and to.
     *
     * @param pendingOnReload what a reload or a return does to a key that nobody has confirmed
     * @param recommendedApps names of authenticator apps, the first one first; empty if none are named
     * @param helpUrl an {@code https} or {@code http} address that every page leads to; empty if none
     * @param continueUrl an {@code https} or {@code http} address to go on reading at once two-factor is on; empty if none
     */
    public record PageSettings(
            MethodStep methodStep,
            PendingOnReload pendingOnReload,
            List<String> recommendedApps,
            String helpUrl,
            String continueUrl) {}

    /** Whether a page to choose the method on comes before the set-up, although there is but one method. */
    public enum MethodStep {
        NEVER,
        ALWAYS
    }

    /** What a reload of the set-up page, or a return to it, does to a key that nobody has confirmed. */
    public enum PendingOnReload {
        /** It ends, unless an app on this device was opened with it. */
        DISCARD,
        /** It is shown again as long as it can be confirmed, in the same browser. */
        KEEP
    }

    /**
     * What a change of two-factor asks of its owner.
     *
     * @param disableConfirmation what confirms turning two-factor off, beside a fresh sign-in with the second factor
     * @param disableWhenRequired what becomes of turning it off where the policy requires it
     * @param endOtherSessions whether a change ends the other sessions of its owner
     */
    public record ChangeSettings(
            DisableConfirmation disableConfirmation,
            DisableWhenRequired disableWhenRequired,
            EndOtherSessions endOtherSessions) {}

    /** What confirms turning two-factor off. Who has no password is asked for a code where a password would be. */
    public enum DisableConfirmation {
        PASSWORD,
        /** A code of the authenticator, or a recovery code. */
        CODE,
        PASSWORD_AND_CODE,
        /** The password or a code, as the person likes. */
        EITHER,
        CLICK
    }

    /** What becomes of turning two-factor off where the policy requires it. */
    public enum DisableWhenRequired {
        /** It is possible, and leads straight back to the set-up. */
        REENROL,
        /** It is not possible. */
        FORBID
    }

    /** Whether enabling, replacing and disabling end the other sessions of the person, offline ones included. */
    public enum EndOtherSessions {
        /** As the person decides: a box that is ticked at first. */
        OFFER,
        NEVER,
        ALWAYS
    }

    /**
     * Which browsers are spared the code after the password.
     *
     * @param trust whether a person may have a browser remembered at all
     * @param days how long a browser stays remembered, 1 to 90 days: with {@link DeviceTrust#DAYS} from the last code
     *     typed in it, with {@link DeviceTrust#UNTIL_SIGN_OUT} from the last sign-in in it
     * @param most how many devices of one user are remembered, 1 to 20
     * @param excludedRoles names as in {@link RoleNames} of roles that are asked every time; empty stands for the
     *     administrators of {@code adminRoles}
     */
    public record DeviceSettings(DeviceTrust trust, int days, int most, List<String> excludedRoles) {}

    /** Whether a browser can be remembered, and what a person is told about it. Signing out always ends it. */
    public enum DeviceTrust {
        /** Every sign-in asks for a code. */
        OFF,
        /** Until the person signs out there, or has not signed in there for so many days. */
        UNTIL_SIGN_OUT,
        /** For so many days after the code, and no longer than until the person signs out there. */
        DAYS
    }

    /** What the password grant asks of users who are enrolled or must be. */
    public enum DirectGrant {
        /** A code beside the password. */
        CODE,
        /** No password grant at all. */
        DENY
    }

    /** Reads the config of the guard; keys that are absent or empty have their default. */
    public static PolicySettings from(Map<String, String> config) {
        return PolicyReader.read(new SettingsReader(config));
    }

    /**
     * How long a page keeps what the sign-in that it belongs to has proved. A shorter {@code max_auth_age}, down to 0, asks
     * for a sign-in before the page is opened, as Keycloak means it, and not while somebody is at work there.
     */
    public Duration proofLasts() {
        return Duration.ofSeconds(Math.max(maxAuthAgeSeconds, SHORTEST_PROOF_SECONDS));
    }

    /** Whether the policy requires two-factor of anybody at all. */
    public boolean requiresAnybody() {
        return requireEveryone || requireAdmins || !requiredRoles.isEmpty();
    }
}
