package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.report.PolicyPreview;
import io.github.keycloaktwofactor.report.Report;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;

/** The policy as typed JSON: every setting by its key. */
public final class PolicyResource {

    /** Resource type of the admin events. */
    static final String RESOURCE = "TWO_FACTOR_POLICY";

    private final AdminCall call;
    private final PolicyStore guard;

    PolicyResource(AdminCall call) {
        this.call = call;
        this.guard = new PolicyStore(call.session(), call.realm());
    }

    /** All settings, with their defaults where none is stored. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> get() {
        call.requireViewRealm();
        guard.require();
        return guard.policy();
    }

    /** Replaces the policy; settings that are omitted get their defaults. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> put(@Nullable Map<String, Object> policy) {
        call.requireManageRealm();
        guard.require();
        return save(policy == null ? Map.of() : policy);
    }

    /** Changes only the settings in the request; null restores the default. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> patch(@Nullable Map<String, Object> changes) {
        call.requireManageRealm();
        guard.require();
        return save(merged(changes));
    }

    /** How many users saving these changes would affect, and how. Nothing is saved. */
    @POST
    @Path("preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public PolicyPreview preview(@Nullable Map<String, Object> changes) {
        call.requireManageRealm();
        call.requireReport();
        PolicySettings settings = guard.preview(changes == null ? Map.of() : changes);
        return CallLimit.NUMBERS.within(
                call.realm().getId(),
                () -> Report.of(call.session(), call.realm(), ServerClock.INSTANCE)
                        .preview(settings, call.callerOfThisRealm().orElse(null)));
    }

    private Map<String, Object> merged(@Nullable Map<String, Object> changes) {
        Map<String, Object> merged = new LinkedHashMap<>(guard.policy());
        merged.putAll(changes == null ? Map.of() : changes);
        return merged;
    }

    private Map<String, Object> save(Map<String, Object> policy) {
        Map<String, Object> before = guard.policy();
        guard.save(policy);
        Map<String, Object> after = guard.policy();
        if (!after.equals(before)) {
            call.changed(OperationType.UPDATE, RESOURCE, before, after);
        }
        return after;
    }
}
