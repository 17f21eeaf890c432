package io.github.keycloaktwofactor.factor;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.FederatedIdentityModel;

/**
 * The id of a user's link to an identity provider in evidence, as {@code user alias}.
 *
 * @param user the id at the provider, as Base64 for URLs; empty if no link is stored
 * @param alias of the provider
 */
public record LinkId(String user, String alias) {

    public static LinkId of(FederatedIdentityModel link) {
        byte[] id = link.getUserId().getBytes(StandardCharsets.UTF_8);
        return new LinkId(Base64.getUrlEncoder().encodeToString(id), link.getIdentityProvider());
    }

    /** For a transient user, who is not stored here: the account at the provider itself. */
    public static LinkId ofAccountAt(String alias) {
        return new LinkId("", alias);
    }

    static Optional<LinkId> parse(String text) {
        int blank = text.indexOf(' ');
        return blank < 0
                ? Optional.empty()
                : Optional.of(new LinkId(text.substring(0, blank), text.substring(blank + 1)));
    }

    /** The text that {@link io.github.keycloaktwofactor.session.Evidence#restsOn()} holds. */
    public String text() {
        return user + " " + alias;
    }

    boolean isStored() {
        return !user.isEmpty();
    }

    boolean isOf(@Nullable FederatedIdentityModel link) {
        return link != null && equals(of(link));
    }
}
