package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.HelpDeskChange;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.report.Holdings;
import io.github.keycloaktwofactor.report.UserDetails;
import io.github.keycloaktwofactor.support.Held;
import io.github.keycloaktwofactor.support.HelpDesk;
import io.github.keycloaktwofactor.support.Removed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/** One user, for the help desk: what they have set up, and how to help them. No response ever contains a secret. */
public final class UserResource {

    /** Resource type of the admin events. */
    static final String RESOURCE = "TWO_FACTOR_USER";

    private static final List<String> RESETTABLE = Stream.of(HelpDeskChange.values())
            .filter(change -> change != HelpDeskChange.SIGN_OUT)
            .map(HelpDeskChange::text)
            .toList();

    private final AdminCall call;
    private final String id;
    private final UserRights rights;

    UserResource(AdminCall call, String id) {
        this.call = call;
        this.id = id;
        this.rights = new UserRights(call);
    }

    /** What the user has set up, what is required of them, and what failed recently. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public UserDetails get() {
        UserModel user = rights.viewed(id);
        return new Holdings(call.session(), call.realm(), user, ServerClock.INSTANCE).details(rights.seesEvents());
    }

    /** Removes factors and trusted devices, ends lockouts, and signs the user out unless the request says otherwise. */
    @POST
    @Path("reset")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, List<Removed>> reset(@Nullable Map<String, @Nullable Object> request) {
        UserModel user = rights.helped(id);
        RequestFields fields = new RequestFields(request);
        Set<HelpDeskChange> wanted = changes(fields.someOf("what", RESETTABLE));
        if (fields.yesUnlessNo("signOut")) {
            wanted.add(HelpDeskChange.SIGN_OUT);
        }
        String reason = fields.reason();
        fields.done();
        return Map.of("removed", help(user, wanted, reason));
    }

    /** Ends every wait, and unblocks codes that are blocked after too many wrong ones. */
    @POST
    @Path("unlock")
    @Consumes(MediaType.APPLICATION_JSON)
    public void unlock(@Nullable Map<String, @Nullable Object> request) {
        UserModel user = rights.helped(id);
        RequestFields fields = new RequestFields(request);
        String reason = fields.reason();
        fields.done();
        help(user, EnumSet.of(HelpDeskChange.WAITS), reason);
    }

    /** Forgets all trusted devices of the user, so that each browser is asked for a code again. */
    @DELETE
    @Path("trusted-devices")
    public void forgetDevices(@QueryParam("reason") @Nullable String given) {
        UserModel user = rights.helped(id);
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("reason", given);
        RequestFields fields = new RequestFields(parameters);
        String reason = fields.reason();
        fields.done();
        help(user, EnumSet.of(HelpDeskChange.TRUSTED_DEVICES), reason);
    }

    private List<Removed> help(UserModel user, Set<HelpDeskChange> wanted, String reason) {
        HelpDesk helpDesk = new HelpDesk(call.session(), call.realm(), user, ServerClock.INSTANCE);
        Held before = helpDesk.held();
        List<Removed> removed = helpDesk.reset(wanted);
        call.changed(
                OperationType.ACTION,
                RESOURCE,
                before,
                helpDesk.held(),
                Map.of(EventDetail.CHANGE, names(wanted), EventDetail.ADMIN_REASON, reason));
        return removed;
    }

    private static Set<HelpDeskChange> changes(List<String> names) {
        return names.stream()
                .flatMap(name -> HelpDeskChange.of(name).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(HelpDeskChange.class)));
    }

    private static String names(Set<HelpDeskChange> changes) {
        return changes.stream().map(HelpDeskChange::text).collect(Collectors.joining(","));
    }
}
