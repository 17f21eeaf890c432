package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.PolicyDraft;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.policy.TypedSettings;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.userprofile.ValidationException;

/** The guard as stored in the realm, with the policy in its config. Saved in the same way as by the admin console. */
final class PolicyStore {

    private final KeycloakSession session;
    private final RealmModel realm;

    PolicyStore(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    boolean isRegistered() {
        return realm.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID) != null;
    }

    /** Responds with 409 if the guard is not registered: there is no place for a policy. */
    void require() {
        if (!isRegistered()) {
            throw ErrorResponse.error(
                    "Two-factor is not set up in this realm: call POST two-factor/setup first",
                    Response.Status.CONFLICT);
        }
    }

    /** The policy as typed JSON; all defaults if the guard is not registered. */
    Map<String, Object> policy() {
        RequiredActionProviderModel guard = realm.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID);
        return TypedSettings.of(guard == null || guard.getConfig() == null ? Map.of() : guard.getConfig());
    }

    /**
     * Stores a complete policy, after the same validation as in the admin console. An invalid policy is refused with
     * 400 and a list of all problems.
     */
    void save(Map<String, ?> policy) {
        TypedSettings.Parsed parsed = TypedSettings.parse(policy);
        RequiredActionConfigModel config = new RequiredActionConfigModel();
        config.setAlias(TwoFactorPolicy.ACTION_ID);
        config.setProviderId(TwoFactorPolicy.ACTION_ID);
        config.setConfig(parsed.stored());
        RequestProblems problems = new RequestProblems(parsed.problems());
        try {
            factory().validateConfig(session, realm, config);
        } catch (ValidationException e) {
            problems.add(e);
        }
        if (!problems.isEmpty()) {
            throw problems.answer();
        }
        realm.updateRequiredActionConfig(config);
    }

    /** The policy that would result if these changes were saved now; refused like a save. */
    PolicySettings preview(Map<String, ?> changes) {
        RequestProblems problems = new RequestProblems();
        Optional<PolicySettings> settings = unsaved(changes, problems);
        if (!problems.isEmpty()) {
            throw problems.answer();
        }
        return settings.orElseThrow();
    }

    /** The same; adds any problems with them. */
    Optional<PolicySettings> unsaved(Map<String, ?> changes, RequestProblems problems) {
        Map<String, Object> merged = new LinkedHashMap<>(policy());
        merged.putAll(changes);
        TypedSettings.Parsed parsed = TypedSettings.parse(merged);
        parsed.problems().forEach(problem -> problems.add(problem.key(), problem.text()));
        try {
            return Optional.of(PolicyDraft.of(session, realm, parsed.stored(), ServerClock.INSTANCE));
        } catch (ValidationException e) {
            problems.add(e);
            return Optional.empty();
        }
    }

    private RequiredActionFactory factory() {
        return (RequiredActionFactory) session.getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, TwoFactorPolicy.ACTION_ID);
    }
}
