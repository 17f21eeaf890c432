package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.attempt.CodeState;
import io.github.keycloaktwofactor.attempt.Waits;
import io.github.keycloaktwofactor.exemption.Exemption;
import io.github.keycloaktwofactor.exemption.Exemptions;
import io.github.keycloaktwofactor.factor.UsableKeys;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.PolicySettings.WaitSettings;
import io.github.keycloaktwofactor.policy.RequirementTerms;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.role.RoleNames;
import io.github.keycloaktwofactor.store.ReadDatabase;
import io.github.keycloaktwofactor.store.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Who is required to use two-factor under a policy, who has set it up, and who has not: for all users of a realm in a
 * few statements, with the same result as the guard's decision for each of them at sign-in.
 */
public final class Report {

    /** Number of users whose rows one statement reads. */
    private static final int AT_ONCE = 500;

    /** Most users that are read for one page if filters are not exact in SQL; the page then ends early, with a cursor. */
    private static final int MOST_CANDIDATES = 20 * AT_ONCE;

    private static final int FIRST_NAMES = 20;

    private static final int HASH_LENGTH = 16;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final PolicySettings settings;
    private final Clock clock;
    private final ReadDatabase database;
    private final RoleGraph graph;
    private final Sources sources;
    private final List<Exemption> recordsOfRoles;
    private final Audience audience;
    private final Waits waits;
    private final ReportSql sql;

    private Report(
            KeycloakSession session,
            RealmModel realm,
            PolicySettings settings,
            Clock clock,
            ReadDatabase database,
            RoleGraph graph,
            List<Exemption> recordsOfRoles) {
        this.session = session;
        this.realm = realm;
        this.settings = settings;
        this.clock = clock;
        this.database = database;
        this.graph = graph;
        this.sources = Sources.of(realm);
        this.recordsOfRoles = recordsOfRoles;
        this.audience = new Audience(session, realm, new RequirementTerms(realm, settings), graph, recordsOfRoles);
        WaitSettings rule = settings.waits();
        this.waits = rule.as(Waits::new);
        Set<String> factors = new TreeSet<>(UsableKeys.types(session, realm, settings));
        factors.add(OTPCredentialModel.TYPE);
        this.sql = new ReportSql(
                realm.getId(),
                realm.getDefaultRole().getId(),
                audience,
                sources,
                factors,
                rule,
                settings.devices(),
                clock.instant());
    }

    /** A report under the realm's policy; if it is off, nobody is required. */
    public static Report of(KeycloakSession session, RealmModel realm, Clock clock) {
        ReadDatabase database = ReadDatabase.of(session);
        return new Report(
                session,
                realm,
                TwoFactorPolicy.of(realm).orElseGet(() -> PolicySettings.from(Map.of())),
                clock,
                database,
                RoleGraphQuery.read(
                        database, realm.getId(), realm.getDefaultRole().getId()),
                new Exemptions(session, realm, clock).ofRoles());
    }

    /** The numbers of the whole realm. */
    public Summary summary() {
        Numbers numbers = new Numbers();
        database.each(
                sql.numbers(),
                row -> numbers.add(
                        row.getInt(1) != 0,
                        audience.obligation(
                                row.getInt(2) != 0,
                                row.getInt(3) != 0,
                                row.getInt(4) != 0,
                                row.getInt(5) != 0,
                                row.getInt(6) != 0),
                        row.getInt(7) != 0,
                        row.getInt(8) != 0,
                        row.getInt(9) != 0,
                        row.getInt(10) != 0,
                        row.getLong(11)));
        database.each(
                sql.counts(),
                row -> numbers.count(
                        row.getString(1),
                        CodeState.of(row.getInt(2), row.getLong(3), row.getString(4), waits, sql.now())));
        RowReader sizes = reader(user -> {});
        database.each(sql.usedCodes(), row -> {
            int size = sizes.size(row.getString(2));
            numbers.codes(settings, Math.max(0, size - Long.bitCount(row.getLong(1))), size);
        });
        return numbers.summary(sql.now().toEpochMilli(), hash(), sources.notCounted());
    }

    /**
     * One page of users.
     *
     * @param after cursor from the previous page; null for the first
     * @throws BadQueryException if the query names something that does not exist
     */
    public ReportPage page(ReportQuery query, @Nullable String after, int max) {
        Sql where = where(query);
        List<UserRow> users = new ArrayList<>();
        String name = after == null || after.isEmpty() ? "" : PageCursor.read(after);
        int looked = 0;
        while (true) {
            int batch = looked == 0 ? max + 1 : AT_ONCE;
            List<String[]> candidates = database.first(batch, ReportSql.ids(where, name));
            looked += candidates.size();
            for (int i = 0; i < candidates.size(); i += AT_ONCE) {
                read(candidates.subList(i, Math.min(candidates.size(), i + AT_ONCE)), user -> {
                    if (isWanted(query, user)) {
                        users.add(user);
                    }
                });
            }
            if (users.size() > max) {
                List<UserRow> page = users.subList(0, max);
                return new ReportPage(page, PageCursor.after(page.get(max - 1).username()));
            }
            if (candidates.size() < batch) {
                return new ReportPage(users, null);
            }
            name = candidates.get(candidates.size() - 1)[1];
            if (looked >= MOST_CANDIDATES) {
                return new ReportPage(users, PageCursor.after(name));
            }
        }
    }

    /**
     * All users of a query.
     *
     * @throws BadQueryException if the query names something that does not exist
     */
    public ReportExport export(ReportQuery query) {
        return new ReportExport(sql.rows(where(query)), this::reader, user -> isWanted(query, user));
    }

    /**
     * The effect of other settings.
     *
     * @param you the administrator who calls, if they are a user of this realm
     */
    public PolicyPreview preview(PolicySettings other, @Nullable UserModel you) {
        Report then = new Report(session, realm, other, clock, database, graph, recordsOfRoles);
        Sql newly = Sql.all(List.of(then.sql.required(), sql.required().negated()));
        long[] required = then.count(newly);
        long[] freed =
                then.count(Sql.all(List.of(sql.required(), then.sql.required().negated())));
        return new PolicyPreview(
                summary(),
                then.summary(),
                required[0],
                required[1],
                freed[0],
                database.first(FIRST_NAMES, then.sql.who(newly)).stream()
                        .map(user -> user[1])
                        .toList(),
                you == null ? null : then.look(you));
    }

    private PolicyPreview.You look(UserModel user) {
        return new PolicyPreview.You(
                TwoFactorPolicy.obligation(session, realm, user, settings).isByPolicy(),
                sql.factors().stream()
                        .anyMatch(type -> user.credentialManager()
                                .getStoredCredentialsByTypeStream(type)
                                .findAny()
                                .isPresent()));
    }

    private long[] count(Sql condition) {
        long[] counted = new long[2];
        database.each(sql.count(condition), row -> {
            counted[0] = row.getLong(1);
            counted[1] = row.getLong(2);
        });
        return counted;
    }

    private void read(List<String[]> users, Consumer<UserRow> consumer) {
        RowReader reader = reader(consumer);
        database.each(sql.rows(users.stream().map(user -> user[0]).toList()), reader);
        reader.finish();
    }

    private RowReader reader(Consumer<UserRow> consumer) {
        return new RowReader(audience, sources, waits, settings.devices(), sql.now(), consumer);
    }

    /** Applies the filters that SQL cannot decide. */
    private boolean isWanted(ReportQuery query, UserRow user) {
        Integer left = user.codesLeft();
        Integer size = user.codes();
        return query.filters().stream().allMatch(filter -> switch (filter) {
            case WAITING -> user.state() == UserRow.State.WAITING;
            case OFF -> user.state() == UserRow.State.OFF;
            case FEW_CODES ->
                left != null && size != null && left > 0 && settings.codes().few(left, size);
            case NO_CODES -> left == null || left == 0;
            case REQUIRED, LACKING, ENROLLED, EXEMPT, IN_GRACE, OVERDUE, NEVER_SIGNED_IN, DISABLED, UNKNOWN -> true;
        });
    }

    private Sql where(ReportQuery query) {
        List<Sql> more = new ArrayList<>();
        if (query.filters().contains(ReportFilter.NEVER_SIGNED_IN) && !savesSignIns()) {
            throw new BadQueryException(
                    "filter",
                    "filter: never-signed-in cannot be told, because the realm does not save LOGIN events in Keycloak's database");
        }
        if (query.role() != null) {
            more.add(UserConditions.holds(withRole(query.role())));
        }
        if (query.group() != null) {
            String group = groupId(query.group());
            more.add(UserConditions.holds(graph.members(Set.of(group), Set.of(group))));
        }
        if (query.source() != null) {
            more.add(from(query.source()));
        }
        return sql.where(query, more);
    }

    private boolean savesSignIns() {
        Set<String> types = new HashSet<>();
        realm.getEnabledEventTypesStream().forEach(types::add);
        return realm.isEventsEnabled()
                && (types.isEmpty() || types.contains(EventType.LOGIN.name()))
                && "jpa"
                        .equals(session.getKeycloakSessionFactory()
                                .getProviderFactory(EventStoreProvider.class)
                                .getId());
    }

    private Holders withRole(String name) {
        RoleNames names = RoleNames.resolve(realm, List.of(name), Map.of());
        if (!names.faults().isEmpty()) {
            throw new BadQueryException(
                    "role", "role: there is no role '%s' in this realm, or several".formatted(name));
        }
        return graph.holders(role -> Audience.matches(names, role));
    }

    private String groupId(String pathOrId) {
        return Optional.ofNullable(
                        pathOrId.startsWith("/")
                                ? KeycloakModelUtils.findGroupByPath(session, realm, pathOrId)
                                : realm.getGroupById(pathOrId))
                .map(GroupModel::getId)
                .orElseThrow(() -> new BadQueryException(
                        "group", "group: there is no group '%s' in this realm".formatted(pathOrId)));
    }

    private Sql from(String source) {
        if (source.equals(UserRow.LOCAL)) {
            return Sql.of("u.FEDERATION_LINK is null");
        }
        Set<String> ids = sources.named(source);
        if (ids.isEmpty()) {
            throw new BadQueryException(
                    "source", "source: there is no user federation provider '%s' in this realm".formatted(source));
        }
        return Sql.in("u.FEDERATION_LINK", ids);
    }

    /** A hash of the settings that the numbers depend on. */
    private String hash() {
        String all = List.of(
                        settings.requireEveryone(),
                        settings.requireAdmins(),
                        settings.adminRoles(),
                        settings.requiredRoles(),
                        settings.exemptRoles(),
                        sql.factors(),
                        settings.codes().lowThreshold())
                .toString();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
