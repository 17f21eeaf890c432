package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.exemption.Exemption;
import io.github.keycloaktwofactor.exemption.Exemption.Admin;
import io.github.keycloaktwofactor.exemption.Exemption.Kind;
import io.github.keycloaktwofactor.exemption.Exemptions;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.role.RoleTarget;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorResponse;

/** Exemptions: which users and roles need not set up two-factor for a while, why, and who decided it. */
public final class ExemptionsResource {

    /** Resource type of the admin events. */
    static final String RESOURCE = "TWO_FACTOR_EXEMPTION";

    private static final String USER = "user";
    private static final String ROLE = "role";

    /** The format of ids. Other texts may contain characters that the database rejects. */
    private static final Pattern PLAIN_ID = Pattern.compile("[0-9a-f-]{36}");

    private final AdminCall call;
    private final RealmModel realm;
    private final Exemptions exemptions;
    private final ServerClock clock = ServerClock.INSTANCE;

    ExemptionsResource(AdminCall call) {
        this.call = call;
        this.realm = call.realm();
        this.exemptions = new Exemptions(call.session(), realm, clock);
    }

    /** Those that have not ended, the first to end first. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<ShownExemption> list() {
        call.requireViewRealm();
        // Users of a user federation are looked up there, one by one.
        return CallLimit.PAGES.within(
                realm.getId(),
                () -> exemptions.all().stream()
                        .map(named -> ShownExemption.of(call.session(), realm, named))
                        .toList());
    }

    /** Exempts a user, or everybody with a role, from now on. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response add(@Nullable Map<String, @Nullable Object> request) {
        call.requireManageRealm();
        Instant now = clock.instant();
        RequestFields fields = new RequestFields(request);
        String user = fields.idIfGiven(USER);
        String role = fields.idIfGiven(ROLE);
        if ((user == null) == (role == null)) {
            fields.problem(USER, "Give either user or role");
        }
        Instant until = fields.momentWithin("until", now, Exemption.LONGEST);
        String reason = fields.reason();
        fields.done();
        Exemption exemption = new Exemption(
                UUID.randomUUID().toString(),
                user == null ? Kind.ROLE : Kind.USER,
                user == null ? exemptibleRole(String.valueOf(role)) : exemptibleUser(user),
                until,
                reason,
                admin(),
                now);
        if (!exemptions.add(exemption)) {
            call.session().getTransactionManager().setRollbackOnly();
            throw ErrorResponse.error(
                    "The user or role already has an exemption: end it first", Response.Status.CONFLICT);
        }
        ShownExemption shown = ShownExemption.of(call.session(), realm, exemption);
        call.changed(OperationType.CREATE, RESOURCE, null, shown, Map.of(EventDetail.ADMIN_REASON, reason));
        return Response.created(call.session()
                        .getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(exemption.id())
                        .build())
                .entity(shown)
                .build();
    }

    /** Ends one now. */
    @DELETE
    @Path("{id}")
    public void end(@PathParam("id") String id, @QueryParam("reason") @Nullable String given) {
        call.requireManageRealm();
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("reason", given);
        RequestFields fields = new RequestFields(parameters);
        String reason = fields.reason();
        fields.done();
        Exemption exemption = Optional.of(id)
                .filter(text -> PLAIN_ID.matcher(text).matches())
                .flatMap(exemptions::find)
                .orElseThrow(ExemptionsResource::notFound);
        ShownExemption before = ShownExemption.of(call.session(), realm, exemption);
        if (!exemptions.end(id)) {
            throw notFound();
        }
        call.changed(OperationType.DELETE, RESOURCE, before, null, Map.of(EventDetail.ADMIN_REASON, reason));
    }

    private String exemptibleUser(String id) {
        UserModel user = new UserRights(call).exemptible(id);
        if (user.getServiceAccountClientLink() != null) {
            throw ErrorResponse.error(
                    "Service accounts are never asked for a second factor", Response.Status.BAD_REQUEST);
        }
        return user.getId();
    }

    /** By id, or by the name that it has in the settings. */
    private String exemptibleRole(String idOrName) {
        RoleModel role = realm.getRoleById(idOrName);
        if (role == null) {
            List<RoleTarget> named = RoleTarget.named(realm, idOrName);
            if (named.isEmpty()) {
                throw new NotFoundException("Role not found");
            }
            if (named.size() > 1 || named.get(0).ofWholeClient()) {
                throw ErrorResponse.error("The name must refer to exactly one role", Response.Status.BAD_REQUEST);
            }
            role = realm.getRoleById(named.get(0).id());
        }
        new UserRights(call).requireMayExempt(role);
        return role.getId();
    }

    private Admin admin() {
        UserModel caller = call.auth().adminAuth().getUser();
        return new Admin(caller.getId(), caller.getUsername());
    }

    private static NotFoundException notFound() {
        return new NotFoundException("Exemption not found");
    }
}
