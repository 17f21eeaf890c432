package io.github.keycloaktwofactor.passkey;

import io.github.keycloaktwofactor.factor.UsableKeys;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.UsedKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticatorUtil;

/** The other factors that the policy accepts: security keys and passkeys (WebAuthn). */
public final class AcceptedPasskeys {

    private AcceptedPasskeys() {}

    /** The one that this sign-in used, by Keycloak's own record. Owning one is not enough. */
    public static Optional<EvidenceMethod> used(PageContext context) {
        List<String> used = AuthenticatorUtil.getAuthnCredentials(context.authentication());
        if (used.isEmpty()) {
            return Optional.empty();
        }
        return UsableKeys.METHODS.entrySet().stream()
                .filter(factor -> used.contains(factor.getKey())
                        && context.settings().acceptOtherFactors().contains(factor.getKey()))
                .filter(factor -> isTheUsers(context, factor.getKey()))
                .filter(factor -> BrokerSteps.of(context).allow(factor.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Keycloak's record does not contain whose it was; that of our credential provider does, if it is in place. */
    private static boolean isTheUsers(PageContext context, String type) {
        return !KeyCredentials.areOurs(context.session(), type)
                || UsedKey.credentialId(context.authentication(), context.user().getId(), type)
                        .isPresent();
    }

    /** Whether the user has enrolled one of them that the realm's browser flow lets them use. */
    public static boolean owned(PageContext context) {
        return keys(context).owned();
    }

    /** The same, without those that this sign-in has added. */
    public static boolean ownedBefore(PageContext context) {
        return keys(context).ownedBefore(context.signIn());
    }

    /** The types of those that the user has enrolled and could use in the realm's browser flow. */
    public static Stream<String> types(PageContext context) {
        return keys(context).types();
    }

    private static UsableKeys keys(PageContext context) {
        return new UsableKeys(context.session(), context.realm(), context.user(), context.settings());
    }
}
