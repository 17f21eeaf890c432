package io.github.keycloaktwofactor.hostile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes one hostile request of a good one, by up to four changes. */
final class Mutator {

    /** All that the extension or the parts of Keycloak around it read, and what others might. */
    private static final List<String> NAMES = List.of(
            "code",
            "do",
            "saved",
            "trustDevice",
            "device",
            "endSessions",
            "password",
            "username",
            "credentialId",
            "selectedCredentialId",
            "totp",
            "otp",
            "totpSecret",
            "userLabel",
            "recoveryCodeInput",
            "logout-sessions",
            "cancel-aia",
            "kc_action",
            "kc_action_parameter",
            "kc_locale",
            "ui_locales",
            "execution",
            "session_code",
            "tab_id",
            "client_id",
            "client_data",
            "auth_session_id",
            "authenticationExecution",
            "tryAnotherWay",
            "skip_logout",
            "prompt",
            "max_age",
            "acr_values",
            "login_hint",
            "key");

    private static final List<String> COOKIES = List.of(
            "AUTH_SESSION_ID",
            "KC_AUTH_SESSION_HASH",
            "KC_RESTART",
            "KC_STATE_CHECKER",
            "KEYCLOAK_LOCALE",
            "KEYCLOAK_REMEMBER_ME",
            "KEYCLOAK_SESSION",
            "TWO_FACTOR_DEVICE",
            "TWO_FACTOR_DEVICE_0",
            "TWO_FACTOR_DEVICEx");

    /** What some field takes to be a word of its own. */
    private static final List<String> WORDS = List.of(
            "verify",
            "recovery",
            "authenticator",
            "confirm",
            "continue",
            "enable",
            "regenerate",
            "replace",
            "disable",
            "remove-device",
            "restart",
            "leave",
            "on",
            "true",
            "none",
            "login",
            "create",
            "de",
            "en",
            "two-factor-policy",
            "two-factor-setup",
            "two-factor-recovery-codes",
            "CONFIGURE_TOTP",
            "delete_credential",
            "UPDATE_PASSWORD",
            "webauthn-register");

    private static final Set<String> LOOKED_UP = Set.of("client_id", "username");

    private final RandomGenerator random;
    private final Nasty nasty;

    Mutator(RandomGenerator random) {
        this.random = random;
        this.nasty = new Nasty(random);
    }

    WireRequest mutated(WireRequest good) {
        WireRequest request = good;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int where = random.nextInt(10);
            if (where < 6 && request.method().equals("POST")) {
                request = request.form(changed(request.form(), NAMES, true));
            } else if (where < 8) {
                request = request.query(changed(request.query(), NAMES, false));
            } else if (where < 9) {
                request = request.cookies(changed(request.cookies(), COOKIES, false));
            } else {
                request = moved(request);
            }
        }
        return request.form(lookedUp(request.form())).query(lookedUp(request.query()));
    }

    /**
     * Keycloak itself asks the database for these before any provider is asked, and PostgreSQL takes no NUL: that is a 500 of
     * the server's own.
     */
    private static List<Parameter> lookedUp(List<Parameter> parameters) {
        return parameters.stream()
                .map(field -> LOOKED_UP.contains(field.name())
                        ? field.valued(field.value().replace("%00", ""))
                        : field)
                .toList();
    }

    private List<Parameter> changed(List<Parameter> parameters, List<String> names, boolean big) {
        List<Parameter> changed = new ArrayList<>(parameters);
        if (changed.isEmpty() || random.nextInt(4) == 0) {
            changed.add(random.nextInt(changed.size() + 1), new Parameter(pick(names), value(big)));
            return changed;
        }
        int at = random.nextInt(changed.size());
        Parameter old = changed.get(at);
        switch (random.nextInt(10)) {
            case 0 -> changed.remove(at);
            case 1 -> changed.set(at, old.named(name(old.name())));
            case 2 -> changed.add(random.nextBoolean() ? at : at + 1, old.valued(value(big)));
            case 3 -> changed.addAll(Collections.nCopies(1 + random.nextInt(big ? 300 : 20), old));
            case 4 -> changed.set(at, old.valued(old.value() + nasty.next()));
            case 5 -> changed.set(at, old.valued(nasty.next() + old.value()));
            case 6 -> changed.set(at, old.valued(damaged(old.value())));
            default -> changed.set(at, old.valued(value(big)));
        }
        return changed;
    }

    /** A field where the other kind is expected, or another method. */
    private WireRequest moved(WireRequest request) {
        if (request.form().isEmpty() || random.nextInt(4) == 0) {
            return request.method(pick(List.of("GET", "POST")));
        }
        Parameter field = pick(request.form());
        List<Parameter> query = new ArrayList<>(request.query());
        query.add(field);
        return field.value().length() > 2000 ? request : request.query(query);
    }

    private String value(boolean big) {
        if (random.nextInt(5) == 0) {
            return pick(WORDS);
        }
        return big && random.nextInt(40) == 0 ? nasty.big() : nasty.next();
    }

    private String name(String old) {
        return switch (random.nextInt(7)) {
            case 0 -> old + "%5B%5D";
            case 1 -> old + "%5B0%5D";
            case 2 -> old + "%00";
            case 3 -> old.toUpperCase(Locale.ROOT);
            case 4 -> "+" + old;
            case 5 -> old + ".value";
            default -> nasty.next();
        };
    }

    /** One octet more, less or other, never inside a percent-encoding. */
    private String damaged(String value) {
        if (value.isEmpty() || value.contains("%")) {
            return value;
        }
        int at = random.nextInt(value.length());
        String other = pick(
                List.of("", "%00", "x", "0", ".", value.substring(at, at + 1).repeat(2)));
        return value.substring(0, at) + other + value.substring(at + 1);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
