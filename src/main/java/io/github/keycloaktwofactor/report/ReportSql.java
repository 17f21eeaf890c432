package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.event.FactorEvent;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.policy.PolicySettings.WaitSettings;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * The queries of a report, in the SQL that PostgreSQL, MariaDB, MySQL, SQL Server, Oracle and H2 share: no recursion,
 * no limit, no boolean literal, no aggregate over a subquery. The alias of users is {@code u} in every condition.
 *
 * @param defaultRole id of the realm's default role, which nearly all users have
 * @param factors credential types that count as a second factor
 */
record ReportSql(
        String realm,
        String defaultRole,
        Audience audience,
        Sources sources,
        Set<String> factors,
        WaitSettings waits,
        DeviceSettings devices,
        Instant now) {

    static final Set<String> KEYS =
            Set.of(WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS);

    private static final Set<String> CODES = Set.of(RecoveryCodesCredentialModel.TYPE);

    private static final Set<String> CODE_COUNTERS =
            Set.of(Counter.TOTP.column(), Counter.RECOVERY_CODE.column(), Counter.STOCK_RECOVERY_CODE.column());

    /** The bit mask of a fully used set of recovery codes, for each possible size. */
    private static final Set<String> ALL_USED = allUsed();

    private static Set<String> allUsed() {
        Set<String> masks = new TreeSet<>();
        IntStream.rangeClosed(1, 20)
                .mapToObj(size -> Long.toString((1L << size) - 1))
                .forEach(masks::add);
        return masks;
    }

    /** All users except service accounts. */
    private Sql people() {
        return Sql.of("u.REALM_ID = ? and u.SERVICE_ACCOUNT_CLIENT_LINK is null", realm);
    }

    private Sql enabled() {
        Sql row = Sql.of("u.ENABLED = ?", true);
        Set<String> disabled = sources.disabled();
        return disabled.isEmpty()
                ? row
                : Sql.of(
                        "({} and (u.FEDERATION_LINK is null or not ({})))", row, Sql.in("u.FEDERATION_LINK", disabled));
    }

    /** Users whose roles may not be in the database. */
    private Sql elsewhere() {
        Set<String> here = sources.withRolesHere();
        Sql linked = Sql.of("u.FEDERATION_LINK is not null");
        return here.isEmpty()
                ? linked
                : Sql.all(List.of(linked, Sql.in("u.FEDERATION_LINK", here).negated()));
    }

    private Sql holds(Holders holders) {
        return holders.has(defaultRole) ? UserConditions.holdsAsMostDo(holders) : UserConditions.holds(holders);
    }

    /** SQL equivalent of {@link Audience#obligation}. */
    private Sql asked(Obligation obligation) {
        Sql exempt = holds(audience.exempt());
        Sql named = audience.requiresEveryone()
                ? Sql.TRUE
                : Sql.any(List.of(holds(audience.required()), audience.requiredByPermission()));
        Sql onRecord = Sql.any(List.of(ownRecord(), holds(audience.onRecord())));
        Sql here = switch (obligation) {
            case EXEMPT -> Sql.any(List.of(exempt, Sql.all(List.of(named, onRecord))));
            case REQUIRED, REPORTED -> Sql.all(List.of(exempt.negated(), named, onRecord.negated()));
            case NOT_REQUIRED -> Sql.all(List.of(exempt.negated(), named.negated()));
        };
        return Sql.any(List.of(Sql.all(List.of(elsewhere().negated(), here)), elsewhere(Optional.of(obligation))));
    }

    /** Users whose roles may not be in the database, and of whom this is required; empty for what is unknown. */
    private Sql elsewhere(Optional<Obligation> obligation) {
        boolean withRecord = audience.obligationElsewhere(true).equals(obligation);
        boolean without = audience.obligationElsewhere(false).equals(obligation);
        if (withRecord && without) {
            return elsewhere();
        }
        if (withRecord) {
            return Sql.all(List.of(elsewhere(), ownRecord()));
        }
        return without ? Sql.all(List.of(elsewhere(), ownRecord().negated())) : Sql.FALSE;
    }

    /** Users with an exemption of their own on record. */
    private Sql ownRecord() {
        return Sql.of(
                "exists (select 1 from @TWO_FACTOR_EXEMPTION o where o.REALM_ID = ? and o.TARGET_KIND = 'USER'"
                        + " and o.TARGET_ID = u.ID and o.UNTIL_AT > ?)",
                realm,
                now.toEpochMilli());
    }

    /** The same as a join; there is at most one for each user. */
    private Sql ownRecords() {
        return Sql.of(
                " left join @TWO_FACTOR_EXEMPTION o on o.REALM_ID = ? and o.TARGET_KIND = 'USER'"
                        + " and o.TARGET_ID = u.ID and o.UNTIL_AT > ?",
                realm,
                now.toEpochMilli());
    }

    Sql required() {
        return audience.obligation(false, false, true, false, false)
                .filter(Obligation::isByPolicy)
                .map(this::asked)
                .orElse(Sql.FALSE);
    }

    private Sql enrolled() {
        return owns(factors);
    }

    private static Sql owns(Collection<String> types) {
        return Sql.of("exists (select 1 from @CREDENTIAL k where k.USER_ID = u.ID and {})", Sql.in("k.TYPE", types));
    }

    private Sql counted(Set<String> counters, Sql condition) {
        return Sql.of(
                "exists (select 1 from @TWO_FACTOR_ATTEMPT t where t.REALM_ID = ? and t.USER_ID = u.ID and {} and {})",
                realm,
                Sql.in("t.COUNTER_NAME", counters),
                condition);
    }

    /** For codes and counts this returns a superset; {@link UserRow} decides. */
    private Sql condition(ReportFilter filter) {
        return switch (filter) {
            case REQUIRED -> required();
            case EXEMPT -> asked(Obligation.EXEMPT);
            case UNKNOWN -> elsewhere(Optional.empty());
            case ENROLLED -> enrolled();
            case LACKING -> enrolled().negated();
            case IN_GRACE, OVERDUE -> Sql.FALSE;
            case DISABLED -> enabled().negated();
            case WAITING ->
                counted(CODE_COUNTERS, Sql.of("(t.WAIT_UNTIL > ? or t.OWN_COUNTS is not null)", now.toEpochMilli()));
            case OFF ->
                counted(
                        CODE_COUNTERS,
                        Sql.of("(t.FAILURES >= ? or t.OWN_COUNTS is not null)", waits.maxConsecutiveFailures()));
            case FEW_CODES ->
                Sql.all(List.of(
                        owns(Set.of(OTPCredentialModel.TYPE)),
                        owns(CODES),
                        counted(Set.of(Counter.RECOVERY_CODE.column()), Sql.of("t.CLAIMED <> 0"))));
            case NO_CODES ->
                Sql.all(List.of(
                        owns(Set.of(OTPCredentialModel.TYPE)),
                        Sql.any(List.of(
                                owns(CODES).negated(),
                                counted(
                                        Set.of(Counter.RECOVERY_CODE.column()),
                                        Sql.of("t.CLAIMED in (" + String.join(", ", ALL_USED) + ")"))))));
            case NEVER_SIGNED_IN ->
                Sql.of(
                        "not exists (select 1 from @EVENT_ENTITY e where e.REALM_ID = ? and e.USER_ID = u.ID"
                                + " and e.TYPE = ?) and not exists (select 1 from @OFFLINE_USER_SESSION s"
                                + " where s.REALM_ID = ? and s.USER_ID = u.ID)",
                        realm,
                        "LOGIN",
                        realm);
        };
    }

    /**
     * The condition of a query.
     *
     * @param more conditions on the roles, groups and sources that it names
     */
    Sql where(ReportQuery query, Collection<Sql> more) {
        List<Sql> all = new ArrayList<>(List.of(people()));
        query.filters().forEach(filter -> all.add(condition(filter)));
        if (!query.filters().isEmpty() && !query.filters().contains(ReportFilter.DISABLED)) {
            all.add(enabled());
        }
        all.addAll(more);
        if (query.search() != null) {
            for (String word : query.search().toLowerCase(Locale.ROOT).split("\\s+")) {
                String begins = word.replaceAll("([!%_\\[])", "!$1") + "%";
                all.add(Sql.of(
                        "(u.USERNAME like ? escape '!' or u.EMAIL like ? escape '!'"
                                + " or lower(u.FIRST_NAME) like ? escape '!' or lower(u.LAST_NAME) like ? escape '!')",
                        begins,
                        begins,
                        begins,
                        begins));
            }
        }
        return Sql.all(all);
    }

    /** Ids and names of users, read only as far as needed. */
    static Sql ids(Sql where, String afterName) {
        return Sql.of(
                "select u.ID, u.USERNAME from @USER_ENTITY u where {}{} order by u.USERNAME",
                where,
                afterName.isEmpty() ? Sql.of("") : Sql.of(" and u.USERNAME > ?", afterName));
    }

    /** The columns of a report row, once for each role or group that matters for the user. */
    Sql rows(Sql where) {
        return rows(where, Sql.of("USER_ID in (select ID from @USER_ENTITY where REALM_ID = ?)", realm), Sql.TRUE);
    }

    /** The same for a few users, without a scan of the tables. */
    Sql rows(Collection<String> ids) {
        Sql ofThem = Sql.in("USER_ID", ids);
        return rows(Sql.in("u.ID", ids), ofThem, ofThem);
    }

    private Sql rows(Sql where, Sql owners, Sql members) {
        Set<String> shown = new TreeSet<>(factors);
        shown.addAll(KEYS);
        shown.addAll(CODES);
        Holders telling = audience.required().or(audience.exempt()).or(audience.onRecord());
        return Sql.of(
                "select u.ID, u.USERNAME, u.EMAIL, u.EMAIL_VERIFIED, u.ENABLED, u.FEDERATION_LINK, {} BY_PERMISSION,"
                        + " g.GIVEN, c.FACTORS, c.SINCE, c.KEYS_OWNED, c.CODES_ID, rc.CREDENTIAL_DATA CODES_DATA,"
                        + " t.CLAIMED LAST_STEP, tc.CREDENTIAL_DATA STEP_DATA, t.FAILURES T_FAILURES,"
                        + " t.WAIT_UNTIL T_WAIT, t.OWN_COUNTS T_OWN, r.SUBJECT R_SUBJECT, r.CLAIMED R_CLAIMED,"
                        + " r.FAILURES R_FAILURES, r.WAIT_UNTIL R_WAIT, r.OWN_COUNTS R_OWN, s.FAILURES S_FAILURES,"
                        + " s.WAIT_UNTIL S_WAIT, s.OWN_COUNTS S_OWN, {} DEVICES, o.UNTIL_AT EXEMPT_UNTIL,"
                        + " o.REASON EXEMPT_REASON from @USER_ENTITY u{}"
                        + " left join ({}) g on g.USER_ID = u.ID left join (select USER_ID, {} FACTORS,"
                        + " min(case when {} then CREATED_DATE end) SINCE, {} KEYS_OWNED,"
                        + " max(case when {} then ID end) CODES_ID from @CREDENTIAL where {} and {}"
                        + " group by USER_ID) c on c.USER_ID = u.ID"
                        + " left join @CREDENTIAL rc on rc.ID = c.CODES_ID {}{}{}"
                        + " left join @CREDENTIAL tc on tc.ID = t.SUBJECT{} where {} order by u.USERNAME",
                Sql.flag(audience.requiredByPermission()),
                Sql.of(devices.trust() == DeviceTrust.OFF ? "0" : "d.KNOWN"),
                ownRecords(),
                given(telling, members),
                sum(factors),
                Sql.in("TYPE", factors),
                sum(KEYS),
                Sql.in("TYPE", CODES),
                Sql.in("TYPE", shown),
                owners,
                counter("t", Counter.TOTP),
                counter("r", Counter.RECOVERY_CODE),
                counter("s", Counter.STOCK_RECOVERY_CODE),
                knownDevices(members),
                where);
    }

    private static Sql sum(Set<String> types) {
        return Sql.of("sum({})", Sql.flag(Sql.in("TYPE", types)));
    }

    private Sql counter(String alias, Counter counter) {
        return Sql.of(
                " left join @TWO_FACTOR_ATTEMPT %s on %s.USER_ID = u.ID and %s.REALM_ID = ? and %s.COUNTER_NAME = ?"
                        .replace("%s", alias),
                realm,
                counter.column());
    }

    private Sql knownDevices(Sql members) {
        long since = now.minus(Duration.ofDays(devices.days())).toEpochMilli();
        Sql young = switch (devices.trust()) {
            case OFF -> Sql.FALSE;
            case UNTIL_SIGN_OUT -> Sql.of("x.USED_AT > ?", since);
            case DAYS -> Sql.of("k.CREATED_DATE > ?", since);
        };
        return devices.trust() == DeviceTrust.OFF
                ? Sql.of("")
                : Sql.of(
                        " left join (select x.USER_ID, count(*) KNOWN from @TWO_FACTOR_DEVICE x"
                                + " join @CREDENTIAL k on k.ID = x.CREDENTIAL_ID and k.TYPE = ?"
                                + " where x.REALM_ID = ? and {} and {} group by x.USER_ID) d on d.USER_ID = u.ID",
                        FactorEvent.TRUSTED_DEVICE_TYPE,
                        realm,
                        young,
                        new Sql(members.text().replace("USER_ID", "x.USER_ID"), members.parameters()));
    }

    private static Sql given(Holders holders, Sql members) {
        return Sql.of(
                "select USER_ID, ROLE_ID GIVEN from @USER_ROLE_MAPPING where {} and {} union all"
                        + " select USER_ID, GROUP_ID GIVEN from @USER_GROUP_MEMBERSHIP where {} and {}",
                Sql.in("ROLE_ID", holders.roles()),
                members,
                Sql.in("GROUP_ID", holders.groups()),
                members);
    }

    /** Number of users by the properties that decide where they are counted. */
    Sql numbers() {
        Set<String> counting = new TreeSet<>(factors);
        counting.add(OTPCredentialModel.TYPE);
        counting.addAll(CODES);
        boolean named = !audience.requiresEveryone();
        return Sql.of(
                "select IS_ENABLED, ELSEWHERE, EXEMPTED, NAMED, OWN_RECORD, ROLE_RECORD, IS_ADMIN, OTP, FACTOR, CODES, count(*) from (select"
                        + " {} IS_ENABLED, {} ELSEWHERE, {} EXEMPTED, {} NAMED, {} OWN_RECORD, {} ROLE_RECORD,"
                        + " {} IS_ADMIN, coalesce(c.OTP, 0) OTP, coalesce(c.FACTOR, 0) FACTOR,"
                        + " coalesce(c.CODES, 0) CODES from @USER_ENTITY u{}{}{}{}{}"
                        + " left join (select USER_ID, max({}) OTP, max({}) FACTOR, max({}) CODES from @CREDENTIAL"
                        + " where {} and USER_ID in (select ID from @USER_ENTITY where REALM_ID = ?) group by USER_ID) c"
                        + " on c.USER_ID = u.ID where {}) p"
                        + " group by IS_ENABLED, ELSEWHERE, EXEMPTED, NAMED, OWN_RECORD, ROLE_RECORD, IS_ADMIN, OTP,"
                        + " FACTOR, CODES",
                Sql.flag(enabled()),
                Sql.flag(elsewhere()),
                joined(audience.exempt(), "x", Sql.FALSE),
                named ? joined(audience.required(), "r", audience.requiredByPermission()) : Sql.of("1"),
                Sql.flag(Sql.of("o.TARGET_ID is not null")),
                joined(audience.onRecord(), "y", Sql.FALSE),
                joined(audience.admins(), "a", audience.permittedAdmins()),
                join(audience.exempt(), "x"),
                named ? join(audience.required(), "r") : Sql.of(""),
                ownRecords(),
                join(audience.onRecord(), "y"),
                join(audience.admins(), "a"),
                Sql.flag(Sql.in("TYPE", Set.of(OTPCredentialModel.TYPE))),
                Sql.flag(Sql.in("TYPE", factors)),
                Sql.flag(Sql.in("TYPE", CODES)),
                Sql.in("TYPE", counting),
                realm,
                people());
    }

    private static Sql join(Holders holders, String alias) {
        return holders.isNobody()
                ? Sql.of("")
                : Sql.of(
                        " left join (select USER_ID from @USER_ROLE_MAPPING where {} union"
                                + " select USER_ID from @USER_GROUP_MEMBERSHIP where {}) " + alias
                                + " on " + alias + ".USER_ID = u.ID",
                        Sql.in("ROLE_ID", holders.roles()),
                        Sql.in("GROUP_ID", holders.groups()));
    }

    private static Sql joined(Holders holders, String alias, Sql otherwise) {
        Sql found = holders.isNobody() ? Sql.FALSE : Sql.of(alias + ".USER_ID is not null");
        return Sql.flag(Sql.any(List.of(found, otherwise)));
    }

    /** Counters of enabled users that may mean a lockout: a wait, or a blocked kind of code. */
    Sql counts() {
        return Sql.of(
                "select t.USER_ID, t.FAILURES, t.WAIT_UNTIL, t.OWN_COUNTS from @TWO_FACTOR_ATTEMPT t"
                        + " join @USER_ENTITY u on u.ID = t.USER_ID where t.REALM_ID = ? and {}"
                        + " and (t.WAIT_UNTIL > ? or t.FAILURES >= ? or t.OWN_COUNTS is not null) and {} and {}"
                        + " order by t.USER_ID",
                realm,
                Sql.in("t.COUNTER_NAME", CODE_COUNTERS),
                now.toEpochMilli(),
                waits.maxConsecutiveFailures(),
                people(),
                enabled());
    }

    /** Partly used sets of recovery codes, of enabled users with an authenticator. */
    Sql usedCodes() {
        return Sql.of(
                "select t.CLAIMED, c.CREDENTIAL_DATA from @TWO_FACTOR_ATTEMPT t"
                        + " join @CREDENTIAL c on c.ID = t.SUBJECT and {} join @USER_ENTITY u on u.ID = t.USER_ID"
                        + " where t.REALM_ID = ? and t.COUNTER_NAME = ? and t.CLAIMED <> 0 and {} and {} and {}",
                Sql.in("c.TYPE", CODES),
                realm,
                Counter.RECOVERY_CODE.column(),
                people(),
                enabled(),
                owns(Set.of(OTPCredentialModel.TYPE)));
    }

    /** How many enabled users match a condition, and how many of them lack a factor. */
    Sql count(Sql condition) {
        return Sql.of(
                "select count(*), sum(LACKING) from (select {} LACKING from @USER_ENTITY u where {} and {} and {}) p",
                Sql.flag(enrolled().negated()),
                people(),
                enabled(),
                condition);
    }

    /** Enabled users who match a condition, read only as far as needed. */
    Sql who(Sql condition) {
        return ids(Sql.all(List.of(people(), enabled(), condition)), "");
    }
}
