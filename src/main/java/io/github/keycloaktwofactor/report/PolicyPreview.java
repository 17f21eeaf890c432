package io.github.keycloaktwofactor.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another policy would change.
 *
 * @param newlyRequired how many enabled users would become required
 * @param newlyRequiredLacking how many of them have not set up a factor that would count
 * @param noLongerRequired how many enabled users would no longer be required
 * @param first names of the first of the newly required
 * @param you what it would mean for the administrator who calls; null if not a user of this realm
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyPreview(
        Summary before,
        Summary after,
        long newlyRequired,
        long newlyRequiredLacking,
        long noLongerRequired,
        List<String> first,
        @Nullable You you) {

    /**
     * The effect on one user.
     *
     * @param required whether two-factor would be required
     * @param enrolled whether they have a factor that would count
     */
    public record You(boolean required, boolean enrolled) {}
}
