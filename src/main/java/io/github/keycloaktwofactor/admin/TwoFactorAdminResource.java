package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.posture.Finding;
import io.github.keycloaktwofactor.posture.Posture;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** Two-factor in a realm. {@code docs/openapi.yaml} describes each call. */
public final class TwoFactorAdminResource {

    private final AdminCall call;

    TwoFactorAdminResource(AdminCall call) {
        this.call = call;
    }

    /** Whether two-factor is on, since when it is required, and which version this is. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> state() {
        call.requireViewRealm();
        return RealmState.of(call.session(), call.realm());
    }

    /** What bypasses or weakens two-factor in the realm. */
    @GET
    @Path("posture")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Finding> posture() {
        call.requireViewRealm();
        return Posture.of(call.session(), call.realm());
    }

    /** The policy. */
    @Path("policy")
    public PolicyResource policy() {
        return new PolicyResource(call);
    }

    /** What would happen if a user signed in. */
    @Path("what-if")
    public WhatIfResource whatIf() {
        return new WhatIfResource(call);
    }

    /** One user, for the help desk. */
    @Path("users/{id}")
    public UserResource user(@PathParam("id") String id) {
        return new UserResource(call, id);
    }

    /** Which users and roles are exempt for a while, and why. */
    @Path("exemptions")
    public ExemptionsResource exemptions() {
        return new ExemptionsResource(call);
    }

    /** Who has set up two-factor, and who has not. */
    @Path("report")
    public ReportResource report() {
        return new ReportResource(call);
    }

    /** Set-up and removal of two-factor in the realm. */
    @Path("setup")
    public SetupResource setup() {
        return new SetupResource(call);
    }
}
