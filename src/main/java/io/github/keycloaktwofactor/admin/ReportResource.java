package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.report.BadQueryException;
import io.github.keycloaktwofactor.report.Report;
import io.github.keycloaktwofactor.report.ReportExport;
import io.github.keycloaktwofactor.report.ReportPage;
import io.github.keycloaktwofactor.report.ReportQuery;
import io.github.keycloaktwofactor.report.Summary;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.services.ErrorResponseException;

/** Which users are required to use two-factor, who has set it up, and who has not. */
public final class ReportResource {

    private static final int USUAL_PAGE = 100;

    private static final int LARGEST_PAGE = 1000;

    private static final String CSV = "text/csv; charset=UTF-8";

    private final AdminCall call;

    ReportResource(AdminCall call) {
        this.call = call;
    }

    /** The numbers of the realm. */
    @GET
    @Path("summary")
    @Produces(MediaType.APPLICATION_JSON)
    public Summary summary() {
        call.requireReport();
        return CallLimit.NUMBERS.within(call.realm().getId(), () -> report().summary());
    }

    /**
     * One page of users, ordered by user name.
     *
     * @param after cursor from the previous page; null for the first
     * @param max maximum number of users, 1 to 1000
     */
    @GET
    @Path("users")
    @Produces(MediaType.APPLICATION_JSON)
    public ReportPage users(
            @QueryParam("filter") @Nullable String filter,
            @QueryParam("role") @Nullable String role,
            @QueryParam("group") @Nullable String group,
            @QueryParam("source") @Nullable String source,
            @QueryParam("search") @Nullable String search,
            @QueryParam("after") @Nullable String after,
            @QueryParam("max") @Nullable String max) {
        call.requireReport();
        return CallLimit.PAGES.within(
                call.realm().getId(),
                () -> answered(() -> report().page(
                                ReportQuery.of(filter, role, group, source, search),
                                after,
                                max == null ? USUAL_PAGE : size(max))));
    }

    /** All users of a query as CSV. The export is recorded as an admin event, committed before the first line is sent. */
    @GET
    @Path("users.csv")
    @Produces(CSV)
    public Response csv(
            @QueryParam("filter") @Nullable String filter,
            @QueryParam("role") @Nullable String role,
            @QueryParam("group") @Nullable String group,
            @QueryParam("source") @Nullable String source,
            @QueryParam("search") @Nullable String search) {
        call.requireReport();
        Runnable end = CallLimit.EXPORTS.begin(call.realm().getId());
        // Also if the body is never written: after a HEAD request, or if the client disconnects first.
        call.session().enlistForClose(end::run);
        ReportQuery query = answered(() -> ReportQuery.of(filter, role, group, source, search));
        ReportExport export = answered(() -> report().export(query));
        call.exported(query.shown());
        // A slow client could outlast Keycloak's transaction timeout; the event would be rolled back with it.
        call.session().getTransactionManager().commit();
        KeycloakSessionFactory sessions = call.session().getKeycloakSessionFactory();
        StreamingOutput body = out -> {
            try {
                export.write(sessions, out);
            } finally {
                end.run();
            }
        };
        return Response.ok(body, CSV)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"two-factor.csv\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private Report report() {
        return Report.of(call.session(), call.realm(), ServerClock.INSTANCE);
    }

    private static int size(String max) {
        int size = max.matches("[0-9]{1,4}") ? Integer.parseInt(max) : 0;
        if (size < 1 || size > LARGEST_PAGE) {
            throw refused("max", "max: must be a whole number from 1 to " + LARGEST_PAGE);
        }
        return size;
    }

    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (BadQueryException e) {
            throw refused(e.field(), e.getMessage());
        }
    }

    private static ErrorResponseException refused(String field, @Nullable String text) {
        return new ErrorResponseException(Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON)
                .entity(new ErrorRepresentation(field, text, null))
                .build());
    }
}
