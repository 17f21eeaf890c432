package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.whatif.Way;
import io.github.keycloaktwofactor.whatif.WhatIf;
import io.github.keycloaktwofactor.whatif.WhatIfAnswer;
import io.github.keycloaktwofactor.whatif.WhatIfQuestion;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What would happen if a user signed in to a client, under the stored policy or an unsaved one. Nothing is changed. */
public final class WhatIfResource {

    private static final String USER = "user";
    private static final String CLIENT = "clientId";
    private static final String WAY = "way";
    private static final String PROVIDER = "identityProvider";
    private static final String POLICY = "policy";

    private final AdminCall call;
    private final KeycloakSession session;
    private final RealmModel realm;

    WhatIfResource(AdminCall call) {
        this.call = call;
        this.session = call.session();
        this.realm = call.realm();
    }

    /** Whether the user would be signed in, asked for something, or refused, and why. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public WhatIfAnswer ask(@Nullable Map<String, @Nullable Object> request) {
        Map<String, @Nullable Object> fields = request == null ? Map.of() : request;
        UserModel user = user(fields.get(USER));
        RequestProblems problems = new RequestProblems();
        if (user == null) {
            problems.add(USER, "user must be the id of a user");
        }
        ClientModel client = client(fields.get(CLIENT), problems);
        Way way = way(fields.get(WAY), problems);
        IdentityProviderModel provider = provider(fields.get(PROVIDER), way, problems);
        Optional<PolicySettings> policy = policy(fields.get(POLICY), problems);
        fields.keySet().stream()
                .filter(field -> !List.of(USER, CLIENT, WAY, PROVIDER, POLICY).contains(field))
                .sorted()
                .forEach(field -> problems.add(field, "Unknown field " + field));
        if (!problems.isEmpty() || user == null || client == null || way == null) {
            throw problems.answer();
        }
        return new WhatIf(session, realm, policy).answer(new WhatIfQuestion(user, client, way, provider));
    }

    /**
     * The user, for callers who may view them; null if none is named. Callers who may not view users cannot find out
     * whether a user exists.
     */
    private @Nullable UserModel user(@Nullable Object id) {
        if (id instanceof String text) {
            return new UserRights(call).viewedByRight(text);
        }
        if (!call.auth().users().canView()) {
            throw new ForbiddenException();
        }
        return null;
    }

    private @Nullable ClientModel client(@Nullable Object id, RequestProblems problems) {
        if (!(id instanceof String text)) {
            problems.add(CLIENT, "clientId must be the id of a client, such as account");
            return null;
        }
        ClientModel client = realm.getClientByClientId(text);
        if (client == null) {
            problems.add(CLIENT, "There is no client '%s' in this realm".formatted(text));
        }
        return client;
    }

    private static @Nullable Way way(@Nullable Object name, RequestProblems problems) {
        Optional<Way> way = Arrays.stream(Way.values())
                .filter(known -> known.name().equals(name))
                .findFirst();
        if (way.isEmpty()) {
            problems.add(
                    WAY,
                    "way must be one of "
                            + Arrays.stream(Way.values()).map(Way::name).collect(Collectors.joining(", ")));
        }
        return way.orElse(null);
    }

    private @Nullable IdentityProviderModel provider(
            @Nullable Object alias, @Nullable Way way, RequestProblems problems) {
        if (alias == null) {
            if (way == Way.IDENTITY_PROVIDER) {
                problems.add(PROVIDER, "The way IDENTITY_PROVIDER needs the alias of an identityProvider");
            }
            return null;
        }
        if (way != null && way != Way.IDENTITY_PROVIDER) {
            problems.add(PROVIDER, "identityProvider belongs to the way IDENTITY_PROVIDER alone");
            return null;
        }
        IdentityProviderModel provider =
                alias instanceof String text ? session.identityProviders().getByAlias(text) : null;
        if (provider == null) {
            problems.add(PROVIDER, "There is no identity provider '%s' in this realm".formatted(alias));
        }
        return provider;
    }

    /** The stored policy, or the one in the request, which may be partial and needs {@code view-realm} as well. */
    private Optional<PolicySettings> policy(@Nullable Object changes, RequestProblems problems) {
        if (changes == null) {
            return TwoFactorPolicy.of(realm);
        }
        // The response reveals which roles the names in it refer to.
        call.requireViewRealm();
        if (!(changes instanceof Map<?, ?> settings)) {
            problems.add(POLICY, "policy must be an object of settings");
            return Optional.empty();
        }
        Map<String, Object> named = new HashMap<>();
        settings.forEach((key, value) -> named.put(String.valueOf(key), value));
        return new PolicyStore(session, realm).unsaved(named, problems);
    }
}
