package io.github.keycloaktwofactor.adminpage;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The headers of every response below the page. Keycloak would replace our content security policy with the realm's,
 * which allows scripts of any kind, so it is told to leave these responses alone.
 */
final class PageHeaders {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
            + "img-src 'self'; connect-src 'self' %s; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String policy;

    /** @param hosts the server URLs that the page calls */
    PageHeaders(KeycloakSession session, RealmModel realm, URI... hosts) {
        this.session = session;
        this.realm = realm;
        this.policy = POLICY.formatted(Stream.of(hosts)
                .map(host -> host.getScheme() + "://" + host.getRawAuthority())
                .distinct()
                .collect(Collectors.joining(" ")));
    }

    /** Builds the response with these headers; {@code caching} is its {@code Cache-Control}. */
    Response on(Response.ResponseBuilder answer, String caching) {
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        answer.header(HttpHeaders.CACHE_CONTROL, caching)
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("X-Robots-Tag", "none");
        String transport =
                realm.getBrowserSecurityHeaders().get(BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY.getKey());
        if (transport != null && !transport.isBlank()) {
            answer.header(BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY.getHeaderName(), transport);
        }
        return answer.build();
    }
}
