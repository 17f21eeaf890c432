package io.github.keycloaktwofactor.clock;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.keycloak.common.util.Time;

/** The server's clock as text: the milliseconds that Keycloak believes it is, and a way to move them. */
public final class TestClockResource {
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String now() {
        return Long.toString(Time.currentTimeMillis());
    }

    /** Moves the server's clock to the given number of seconds ahead of the machine's. */
    @PUT
    @Consumes(MediaType.TEXT_PLAIN)
    @Produces(MediaType.TEXT_PLAIN)
    public String offset(String seconds) {
        Time.setOffset(Integer.parseInt(seconds.trim()));
        return now();
    }
}
