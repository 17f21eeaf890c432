package io.github.keycloaktwofactor.event;

/** Names of our event details, beside Keycloak's own. A contract: event listeners may rely on them. */
public final class EventDetail {

    /** Of a sign-in: the factor that was used or tried, as {@code totp} or {@code recovery-code}. */
    public static final String FACTOR = "two_factor";

    /**
     * Of a failed sign-in: why the second factor was refused, as {@code wrong} or {@code waiting}. Of a trusted device that
     * is forgotten because its token was copied: {@code used}.
     */
    public static final String REASON = "two_factor_reason";

    /**
     * Of a refused code: {@code browser} if it was counted for a browser in which the user had passed a code before,
     * {@code mail} if for links that were mailed to the user; absent if in the common counter.
     */
    public static final String COUNTER = "two_factor_counter";

    /**
     * Of a credential event: what changed, as {@link TwoFactorChange#text()}. Of an admin event about the guard:
     * {@code priority} if the guard itself moved before the other required actions.
     */
    public static final String CHANGE = "two_factor_change";

    /** Of new recovery codes: {@code true} if they replace none. */
    public static final String FIRST = "two_factor_first";

    /** Of a refused code: {@code true} if the right password had been entered in the same sign-in. */
    public static final String PASSWORD = "two_factor_password";

    /** Of a trusted device: until when, in epoch seconds; absent if until sign-out. */
    public static final String UNTIL = "two_factor_until";

    /** Of an admin event: the problem with settings that were stored without validation. */
    public static final String PROBLEM = "two_factor_problem";

    /** Of a required action: whether the set-up was {@code shown} in a sign-in, or {@code left}. */
    public static final String SET_UP = "two_factor_setup";

    /**
     * Of a sign-in or grant that the policy would have stopped, in a realm that only reports: what it would have done,
     * as {@link ReportedOutcome#text()}.
     */
    public static final String REPORT_ONLY = "two_factor_report_only";

    /** Of an admin event about a user: why the administrator did it, in their own words. */
    public static final String ADMIN_REASON = "reason";

    private EventDetail() {}
}
