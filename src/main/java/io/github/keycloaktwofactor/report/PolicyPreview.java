package io.github.keycloaktwofactor.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another policy would change.
 *
 * @param newlyRequired how many enabled users it would require whom the present one does not
 * @param newlyRequiredLacking how many of them have nothing that would count
 * @param noLongerRequired how many enabled users it would not require any more
 * @param first names of the first of the newly required
 * @param you what it would mean for the administrator who asks; null if they are no user of this realm
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
     * One user.
     *
     * @param required whether it would require two-factor
     * @param enrolled whether they have something that would count
     */
    public record You(boolean required, boolean enrolled) {}
}
