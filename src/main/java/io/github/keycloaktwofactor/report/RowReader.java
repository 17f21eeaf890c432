package io.github.keycloaktwofactor.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.attempt.CodeState;
import io.github.keycloaktwofactor.attempt.Waits;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.store.ReadDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;

/**
 * Builds users from the rows of {@link ReportSql#rows}. A user has one row for each role or group that matters, in
 * sequence. No column contains a secret.
 */
final class RowReader implements ReadDatabase.RowConsumer {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Many credentials have the same public data. */
    private static final int KNOWN_TEXTS = 1000;

    private static final int SECOND = 1000;

    private final Audience audience;
    private final Sources sources;
    private final Waits waits;
    private final DeviceSettings devices;
    private final Instant now;
    private final Consumer<UserRow> consumer;
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Map<String, Integer> periods = new HashMap<>();
    private final List<String> given = new ArrayList<>();
    private @Nullable Found found;

    RowReader(
            Audience audience,
            Sources sources,
            Waits waits,
            DeviceSettings devices,
            Instant now,
            Consumer<UserRow> consumer) {
        this.audience = audience;
        this.sources = sources;
        this.waits = waits;
        this.devices = devices;
        this.now = now;
        this.consumer = consumer;
    }

    @Override
    public void accept(ResultSet row) throws SQLException {
        String id = row.getString("ID");
        if (found == null || !found.id().equals(id)) {
            finish();
            found = read(id, row);
        }
        String one = row.getString("GIVEN");
        if (one != null) {
            given.add(one);
        }
    }

    /** Emits the last user. */
    void finish() {
        if (found != null) {
            consumer.accept(user(found));
        }
        found = null;
        given.clear();
    }

    private Found read(String id, ResultSet row) throws SQLException {
        long since = row.getLong("SINCE");
        boolean undated = row.wasNull();
        long step = row.getLong("LAST_STEP");
        int period = row.wasNull() ? 0 : period(row.getString("STEP_DATA"));
        CodeState state = CodeState.FREE;
        for (String counter : List.of("T_", "R_", "S_")) {
            state = state.and(CodeState.of(
                    row.getInt(counter + "FAILURES"),
                    row.getLong(counter + "WAIT"),
                    row.getString(counter + "OWN"),
                    waits,
                    now));
        }
        String set = row.getString("CODES_ID");
        Integer size = set == null ? null : size(row.getString("CODES_DATA"));
        boolean ofThisSet = set != null && set.equals(row.getString("R_SUBJECT"));
        return new Found(
                id,
                row.getString("USERNAME"),
                row.getString("EMAIL"),
                row.getBoolean("EMAIL_VERIFIED"),
                row.getBoolean("ENABLED"),
                row.getString("FEDERATION_LINK"),
                row.getInt("BY_PERMISSION") != 0,
                undated || row.getInt("FACTORS") == 0 ? null : since,
                period == 0 ? null : step * period * SECOND,
                size,
                ofThisSet ? Long.bitCount(row.getLong("R_CLAIMED")) : 0,
                row.getInt("KEYS_OWNED"),
                Math.min(devices.most(), row.getInt("DEVICES")),
                state,
                ownRecord(row));
    }

    private static @Nullable OnRecord ownRecord(ResultSet row) throws SQLException {
        long until = row.getLong("EXEMPT_UNTIL");
        return row.wasNull() ? null : OnRecord.ofUser(Instant.ofEpochMilli(until), row.getString("EXEMPT_REASON"));
    }

    private UserRow user(Found user) {
        boolean elsewhere = user.link() != null && !sources.withRolesHere().contains(user.link());
        List<String> known = elsewhere ? List.of() : given;
        boolean exempted = known.stream().anyMatch(audience.exempt()::has);
        Optional<Obligation> obligation = audience.obligation(
                elsewhere,
                exempted,
                user.byPermission() || known.stream().anyMatch(audience.required()::has),
                user.record() != null,
                known.stream().anyMatch(audience.onRecord()::has));
        Optional<OnRecord> exemption = !exempted && obligation.equals(Optional.of(Obligation.EXEMPT))
                ? audience.lasting(Optional.ofNullable(user.record()), known)
                : Optional.empty();
        Instant wait = user.state().waitUntil();
        String source = sources.name(user.link());
        return new UserRow(
                user.id(),
                user.username(),
                user.email(),
                user.emailVerified(),
                user.enabled() && sources.isEnabled(user.link()),
                obligation.map(Obligation::isByPolicy).orElse(null),
                audience.because(obligation, known, exemption, user.byPermission(), source),
                exemption.map(OnRecord::until).map(Instant::toEpochMilli).orElse(null),
                user.since(),
                user.lastUsed(),
                user.size() == null ? null : Integer.valueOf(Math.max(0, user.size() - user.used())),
                user.size(),
                user.keys(),
                user.devices(),
                state(user.state()),
                wait == null ? null : Long.valueOf(wait.toEpochMilli()),
                source);
    }

    static UserRow.State state(CodeState state) {
        if (state.off()) {
            return UserRow.State.OFF;
        }
        return state.waitUntil() == null ? UserRow.State.OK : UserRow.State.WAITING;
    }

    /** Size of a set of recovery codes; 0 if unreadable. */
    int size(@Nullable String data) {
        return known(sizes, data, text -> {
            CredentialModel set = new CredentialModel();
            set.setCredentialData(text);
            return RecoveryCodesCredentialModel.from(set).count();
        });
    }

    /** In seconds; 0 if the counter is not time-based (HOTP) or unreadable. */
    private int period(@Nullable String data) {
        return known(periods, data, text -> {
            try {
                JsonNode otp = JSON.readTree(text);
                return otp.path("subType").asText().equals("totp")
                        ? Math.max(0, otp.path("period").asInt())
                        : 0;
            } catch (JsonProcessingException e) {
                return 0;
            }
        });
    }

    private static int known(Map<String, Integer> known, @Nullable String text, ToIntFunction<String> read) {
        if (text == null) {
            return 0;
        }
        Integer before = known.get(text);
        if (before != null) {
            return before;
        }
        if (known.size() >= KNOWN_TEXTS) {
            known.clear();
        }
        int value = read.applyAsInt(text);
        known.put(text, value);
        return value;
    }

    private record Found(
            String id,
            String username,
            @Nullable String email,
            boolean emailVerified,
            boolean enabled,
            @Nullable String link,
            boolean byPermission,
            @Nullable Long since,
            @Nullable Long lastUsed,
            @Nullable Integer size,
            int used,
            int keys,
            int devices,
            CodeState state,
            @Nullable OnRecord record) {}
}
