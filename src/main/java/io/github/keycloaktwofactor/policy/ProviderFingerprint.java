package io.github.keycloaktwofactor.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A fingerprint of everything that decides who signs in through an identity provider, and how: its type, URLs, keys and
 * other config, its flows and its mappers. It contains no ids, so it survives export and import of a realm, and no
 * secrets, which may change while the provider stays the same.
 */
final class ProviderFingerprint {

    /** Format version, at the beginning. */
    private static final String FORMAT = "1:";

    private static final String SECRET = "(?i).*(secret|password|privatekey|p8content)";

    /** Config that only affects what is shown or stored. */
    private static final Set<String> LOOKS = Set.of(
            "guiOrder",
            "hideOnLoginPage",
            "loginHint",
            "uiLocales",
            "showInAccountConsole",
            "storeTokenInSession",
            "kc.org.domain",
            "kc.org.broker.redirect.mode.email-matches");

    private ProviderFingerprint() {}

    static String of(KeycloakSession session, RealmModel realm, IdentityProviderModel provider) {
        StringBuilder text = new StringBuilder();
        add(text, "providerId", provider.getProviderId());
        add(text, "trustEmail", String.valueOf(trustsEmail(provider)));
        add(text, "firstLogin", flow(realm, provider.getFirstBrokerLoginFlowId()));
        add(text, "postLogin", flow(realm, provider.getPostBrokerLoginFlowId()));
        provider.getConfig().entrySet().stream()
                .filter(entry ->
                        !LOOKS.contains(entry.getKey()) && !entry.getKey().matches(SECRET))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> add(text, entry.getKey(), entry.getValue()));
        session.identityProviders()
                .getMappersByAliasStream(provider.getAlias())
                .map(ProviderFingerprint::mapper)
                .sorted()
                .forEach(mapper -> add(text, "mapper", mapper));
        return FORMAT + hash(text.toString());
    }

    /**
     * The getter returns {@code boolean} in older servers and {@code Boolean} in newer ones, so no direct call links in
     * both.
     */
    static boolean trustsEmail(IdentityProviderModel provider) {
        try {
            return Boolean.TRUE.equals(
                    IdentityProviderModel.class.getMethod("isTrustEmail").invoke(provider));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String mapper(IdentityProviderMapperModel mapper) {
        StringBuilder text = new StringBuilder();
        add(text, "type", mapper.getIdentityProviderMapper());
        if (mapper.getConfig() != null) {
            new TreeMap<>(mapper.getConfig()).forEach((key, value) -> add(text, key, value));
        }
        return text.toString();
    }

    private static String flow(RealmModel realm, @Nullable String id) {
        AuthenticationFlowModel flow = id == null ? null : realm.getAuthenticationFlowById(id);
        return flow == null ? "" : flow.getAlias();
    }

    /** Length-prefixed, so that no value can look like the next key. A blank value is the same as none. */
    private static void add(StringBuilder text, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            text.append(String.format(Locale.ROOT, "%d:%s=%d:%s;", key.length(), key, value.length(), value));
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
