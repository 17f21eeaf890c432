package io.github.keycloaktwofactor.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Bodies that an admin's script might save as the policy. */
final class HostileSettings {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> GOOD = Map.ofEntries(
            Map.entry("requireEveryone", "true"),
            Map.entry("requireAdmins", "false"),
            Map.entry("adminRoles", "realm-management/manage-users"),
            Map.entry("requiredRoles", "offline_access##account/*"),
            Map.entry("exemptRoles", "realm-management/realm-admin"),
            Map.entry("acceptOtherFactors", "webauthn##webauthn-passwordless"),
            Map.entry("attemptsBeforeWait", "6"),
            Map.entry("waitSeconds", "30"),
            Map.entry("maxWaitSeconds", "3600"),
            Map.entry("maxConsecutiveFailures", "100"),
            Map.entry("recoveryCodeCount", "8"),
            Map.entry("recoveryCodeGroups", "2"),
            Map.entry("trustedIdentityProviders", ""),
            Map.entry("lowCodesThreshold", "3"),
            Map.entry("forceRegenerateAtOrBelow", "0"),
            Map.entry("openPdf", "false"),
            Map.entry("methodStep", "NEVER"),
            Map.entry("recommendedApps", "FreeOTP##Aegis"),
            Map.entry("helpUrl", "https://example.org/two-factor"),
            Map.entry("continueUrl", "https://example.org/"),
            Map.entry("supportText", "Call 4711."),
            Map.entry("supportUrl", "https://example.org/help"),
            Map.entry("directGrant", "CODE"),
            Map.entry("max_auth_age", "300"));

    /** Neither nothing nor {@code null}: for every required action Keycloak answers them with 500 before it asks the provider. */
    private static final List<String> STRANGE = List.of(
            "[]",
            "{}",
            "\"x\"",
            "7",
            "{\"config\":null}",
            "{\"config\":[]}",
            "{\"config\":\"x\"}",
            "{\"config\":{\"requireEveryone\":null}}",
            "{\"config\":{\"requireEveryone\":true}}",
            "{\"config\":{\"requireEveryone\":{\"a\":1}}}",
            "{\"config\":{\"waitSeconds\":1e400}}",
            "{\"config\":{\"\":\"\"}}",
            "{\"config\":{\"a\":\"b\",\"a\":\"c\"}}",
            "{\"id\":\"x\",\"config\":{}}");

    private final RandomGenerator random;
    private final Nasty nasty;

    HostileSettings(RandomGenerator random) {
        this.random = random;
        this.nasty = new Nasty(random);
    }

    String next() {
        if (random.nextInt(10) == 0) {
            return pick(STRANGE);
        }
        Map<String, Object> settings = new HashMap<>();
        List<String> keys = new ArrayList<>(GOOD.keySet().stream().sorted().toList());
        for (int left = 1 + random.nextInt(keys.size()); left > 0; left--) {
            String key = keys.remove(random.nextInt(keys.size()));
            settings.put(key, GOOD.get(key));
        }
        for (String key : settings.keySet().stream().sorted().toList()) {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> settings.put(key, nasty.text());
                case 3 -> settings.put(key, GOOD.get(key) + nasty.text());
                case 4 -> settings.put(key, GOOD.get(key) + "##" + nasty.text());
                case 5 -> settings.put(nasty.text(), GOOD.get(key));
                case 6 -> settings.put(key, List.of(nasty.text(), 7));
                default -> {}
            }
        }
        String body = json(Map.of("config", settings));
        return random.nextInt(10) == 0 ? torn(body) : body;
    }

    private String torn(String body) {
        int at = random.nextInt(body.length());
        return body.substring(0, at) + pick(List.of("", "\u0000", "\"", "}", "\ud83d", ",,")) + body.substring(at + 1);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
