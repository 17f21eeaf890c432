package io.github.keycloaktwofactor.admin;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;

/** Sets two-factor up in a realm and removes it. Authentication flows are never changed. */
public final class SetupResource {

    private final AdminCall call;
    private final PolicyStore guard;
    private final Actions actions;
    private final AdminClient client;

    SetupResource(AdminCall call) {
        this.call = call;
        this.guard = new PolicyStore(call.session(), call.realm());
        this.actions = new Actions(call.session(), call.realm());
        this.client = new AdminClient(call.session(), call.realm());
    }

    /**
     * Registers, enables and orders the required actions, creates the client whose roles are those of the report and
     * the help desk, and saves the policy if one is given. Idempotent: a second call changes nothing.
     *
     * @param dryRun report what the call would change, and change nothing
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> setUp(@QueryParam("dryRun") boolean dryRun, @Nullable SetupRequest request) {
        call.requireManageRealm();
        Map<String, Object> before = guard.policy();
        List<SetupChange> changes = new ArrayList<>(actions.setUp());
        changes.addAll(client.setUp());
        if (request != null && request.policy() != null) {
            guard.save(request.policy());
        }
        changes.addAll(SetupChange.between(before, guard.policy()));
        if (dryRun) {
            call.session().getTransactionManager().setRollbackOnly();
        } else if (!changes.isEmpty()) {
            call.changed(OperationType.CREATE, PolicyResource.RESOURCE, before, guard.policy());
        }
        return Map.of("changes", changes);
    }

    /** Removes the required actions, the policy and the client with its roles. Users keep what they have set up. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> remove() {
        call.requireManageRealm();
        boolean registered = guard.isRegistered();
        Map<String, Object> policy = guard.policy();
        List<SetupChange> changes = new ArrayList<>(actions.remove());
        changes.addAll(client.remove());
        if (!changes.isEmpty()) {
            call.changed(OperationType.DELETE, PolicyResource.RESOURCE, policy, null);
        }
        return Map.of("policy", registered ? policy : Map.of(), "changes", changes);
    }
}
