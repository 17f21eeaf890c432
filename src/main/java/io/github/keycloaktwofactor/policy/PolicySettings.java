package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A realm's policy as it was saved. A stored value that cannot be used counts as its strictest; an unknown key is
 * ignored. {@link #problems()} names both.
 *
 * @param adminRoles names as in {@link RoleNames}; empty means {@linkplain RoleNames#admins the realm's own
 *     administrators}; no effect without {@code requireAdmins}
 * @param requiredRoles names of roles that require two-factor
 * @param exemptRoles names of roles that exempt from it, whatever else requires it
 * @param acceptOtherFactors credential types that satisfy the policy if the sign-in used them: some, all or none of
 *     {@code webauthn} and {@code webauthn-passwordless}
 * @param trustedIdentityProviders aliases of identity providers whose sign-ins satisfy the policy; a missing one is not
 *     trusted
 * @param mode whether the realm enforces what the policy requires
 * @param existingSessions what happens to refresh and offline tokens from before a save required two-factor of their
 *     user
 * @param devices which browsers may skip the code
 * @param supportText what to tell users who have lost everything; empty if nothing
 * @param supportUrl an {@code https}, {@code http} or {@code mailto} URL; empty if none
 * @param maxAuthAgeSeconds maximum age of a sign-in, in seconds, for changes of two-factor; 0 or more
 * @param saved what the names above meant when they were saved, and since when the policy requires what it does
 * @param problems problems with the stored settings and what applies instead, each as a text for the log; empty if none
 */
public record PolicySettings(
        boolean requireEveryone,
        boolean requireAdmins,
        List<String> adminRoles,
        List<String> requiredRoles,
        List<String> exemptRoles,
        Set<String> acceptOtherFactors,
        List<String> trustedIdentityProviders,
        Mode mode,
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

    /** Keycloak's default {@code max_auth_age}. */
    private static final int SHORTEST_PROOF_SECONDS = 300;

    /** Whether users must do what the policy requires of them. Users who are enrolled are asked in either case. */
    public enum Mode {
        /** Users who must have two-factor and have not are led to the set-up, or refused. */
        ENFORCE,
        /** They are let in; the event of the sign-in says what the policy would have done. */
        REPORT_ONLY
    }

    /** What happens to refresh and offline tokens of users who never passed a second factor, once it is required. */
    public enum ExistingSessions {
        /** They are refused. */
        AT_ONCE,
        /** Sessions that began before the save that required it continue, online and offline, until they end. */
        UNTIL_THEY_END
    }

    /**
     * Rate limit for wrong codes.
     *
     * @param attemptsBeforeWait consecutive wrong codes that start the first wait, 3 to 10
     * @param waitSeconds the first wait, 10 to 3600 seconds; each further one is doubled
     * @param maxWaitSeconds the longest wait, from {@code waitSeconds} to 86400 seconds
     * @param maxConsecutiveFailures consecutive wrong codes that block the factor, 10 to 100
     */
    public record WaitSettings(
            int attemptsBeforeWait, int waitSeconds, int maxWaitSeconds, int maxConsecutiveFailures) {

        /** The same four numbers for the counters, which do not know the policy. */
        public <T> T as(Numbers<T> counters) {
            return counters.of(attemptsBeforeWait, waitSeconds, maxWaitSeconds, maxConsecutiveFailures);
        }

        /** Takes the four numbers in their order. */
        public interface Numbers<T> {
            T of(int attemptsBeforeWait, int waitSeconds, int maxWaitSeconds, int maxConsecutiveFailures);
        }
    }

    /**
     * The recovery codes of a user.
     *
     * @param count number of codes, 1 to 20
     * @param groups number of groups of four characters, 2 to 6
     * @param lowThreshold at this many codes left or fewer, the user is told to make new ones, 0 to {@code count} - 1
     * @param forceRegenerateAtOrBelow a sign-in with a recovery code that leaves this many or fewer cannot complete
     *     without a new set, 0 to {@code count} - 1
     * @param openPdf whether the PDF of new codes is downloaded automatically
     * @param missing what enrolled users without recovery codes see after a sign-in
     */
    public record CodeSettings(
            int count,
            int groups,
            int lowThreshold,
            int forceRegenerateAtOrBelow,
            boolean openPdf,
            MissingCodes missing) {

        /** Whether this many codes left of a set of that size are few. An unused set never is, however small. */
        public boolean few(int left, int size) {
            return left <= Math.min(lowThreshold, size - 1);
        }
    }

    /** What users with an authenticator and without recovery codes see after their next sign-in with a code. */
    public enum MissingCodes {
        /** They are offered a set, and may leave it until later. */
        OFFER,
        /** The sign-in completes only once a set is saved. */
        DEMAND,
        /** Nothing. */
        NEVER
    }

    /**
     * Content and links of the pages.
     *
     * @param pendingOnReload what happens to a pending key when the page is reloaded or reopened
     * @param recommendedApps names of authenticator apps, in order; empty if none
     * @param helpUrl an {@code https} or {@code http} URL that every page links to; empty if none
     * @param continueUrl an {@code https} or {@code http} URL to read next once two-factor is on; empty if none
     */
    public record PageSettings(
            MethodStep methodStep,
            PendingOnReload pendingOnReload,
            List<String> recommendedApps,
            String helpUrl,
            String continueUrl) {}

    /** Whether the set-up begins with a page for choosing the method, although there is only one. */
    public enum MethodStep {
        NEVER,
        ALWAYS
    }

    /** What happens to a pending key when the set-up page is reloaded or reopened. */
    public enum PendingOnReload {
        /** It is discarded, unless an app on this device was opened with it. */
        DISCARD,
        /** It is shown again in the same browser until it expires. */
        KEEP
    }

    /**
     * What a change of two-factor requires of its owner.
     *
     * @param disableConfirmation what confirms disabling two-factor, beside a recent sign-in with the second factor
     * @param disableWhenRequired whether two-factor can be disabled if the policy requires it
     * @param endOtherSessions whether a change ends the user's other sessions
     */
    public record ChangeSettings(
            DisableConfirmation disableConfirmation,
            DisableWhenRequired disableWhenRequired,
            EndOtherSessions endOtherSessions) {}

    /** What confirms disabling two-factor. Users without a password are asked for a code instead. */
    public enum DisableConfirmation {
        PASSWORD,
        /** A code of the authenticator, or a recovery code. */
        CODE,
        PASSWORD_AND_CODE,
        /** The password or a code, as the user prefers. */
        EITHER,
        CLICK
    }

    /** Whether two-factor can be disabled if the policy requires it. */
    public enum DisableWhenRequired {
        /** Yes, and the user is sent straight back to the set-up. */
        REENROL,
        /** No. */
        FORBID
    }

    /** Whether enabling, replacing and disabling end the user's other sessions, offline ones included. */
    public enum EndOtherSessions {
        /** The user decides: a box that is ticked by default. */
        OFFER,
        NEVER,
        ALWAYS
    }

    /**
     * Which browsers skip the code after the password.
     *
     * @param trust whether a user may have a browser remembered at all
     * @param days how long a browser remains trusted, 1 to 90 days: with {@link DeviceTrust#DAYS} from the last code
     *     entered in it, with {@link DeviceTrust#UNTIL_SIGN_OUT} from the last sign-in in it
     * @param most maximum number of trusted devices per user, 1 to 20
     * @param excludedRoles names as in {@link RoleNames} of roles that are asked every time; empty means the
     *     administrators of {@code adminRoles}
     */
    public record DeviceSettings(DeviceTrust trust, int days, int most, List<String> excludedRoles) {}

    /** Whether a browser can be trusted, and for how long. Signing out always ends it. */
    public enum DeviceTrust {
        /** Every sign-in asks for a code. */
        OFF,
        /** Until the user signs out there, or has not signed in there for this many days. */
        UNTIL_SIGN_OUT,
        /** For this many days after the code, and no longer than until the user signs out there. */
        DAYS
    }

    /** What the password grant requires of users who are enrolled or must be. */
    public enum DirectGrant {
        /** A code beside the password. */
        CODE,
        /** The grant is refused. */
        DENY
    }

    /** Reads the config of the guard; keys that are absent or empty have their defaults. */
    public static PolicySettings from(Map<String, String> config) {
        return PolicyReader.read(new SettingsReader(config));
    }

    /**
     * How long a page keeps the proof of the sign-in that it belongs to. A {@code max_auth_age} shorter than this, down
     * to 0, requires re-authentication before the page is opened, as Keycloak intends it, but not while the user is
     * working on it.
     */
    public Duration proofLasts() {
        return Duration.ofSeconds(Math.max(maxAuthAgeSeconds, SHORTEST_PROOF_SECONDS));
    }

    /** Whether the realm only reports what the policy requires, and lets everyone in who is not enrolled. */
    public boolean reportsOnly() {
        return mode == Mode.REPORT_ONLY;
    }

    /** Whether the policy requires two-factor of anyone, enforced or not. */
    public boolean requiresAnybody() {
        return requireEveryone || requireAdmins || !requiredRoles.isEmpty();
    }
}
