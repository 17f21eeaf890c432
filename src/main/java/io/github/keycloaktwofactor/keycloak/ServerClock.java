package io.github.keycloaktwofactor.keycloak;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.keycloak.common.util.Time;

/** The server's time as Keycloak itself sees it, in UTC. */
public final class ServerClock extends Clock {

    /** The only instance: it has no state of its own. */
    public static final ServerClock INSTANCE = new ServerClock();

    private ServerClock() {}

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.tickMillis(zone);
    }
}
