package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.session.MarkMethod;
import io.github.keycloaktwofactor.session.SignIn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.credential.CredentialModel;

/** The factors besides ours that the policy accepts: security keys and passkeys. */
public final class OtherFactors {

    private static final Map<String, MarkMethod> BY_TYPE =
            Map.of("webauthn", MarkMethod.WEBAUTHN, "webauthn-passwordless", MarkMethod.PASSKEY);

    private OtherFactors() {}

    /** The one of them that this sign-in really used, by Keycloak's own record. Owning one is not enough. */
    public static Optional<MarkMethod> used(Visit visit) {
        List<String> used = AuthenticatorUtil.getAuthnCredentials(visit.authentication());
        return BY_TYPE.entrySet().stream()
                .filter(factor -> used.contains(factor.getKey())
                        && visit.settings().acceptOtherFactors().contains(factor.getKey()))
                .filter(factor -> BrokerSteps.of(visit).allow(factor.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Whether the user has enrolled one of them that the realm's browser flow lets them use. Nobody could be asked for one
     * that it does not.
     */
    public static boolean owned(Visit visit) {
        return owned(visit, credential -> true);
    }

    /** The same, of those alone that were there before this sign-in: it may have added one. */
    public static boolean ownedBefore(Visit visit) {
        SignIn signIn = visit.signIn();
        return owned(visit, credential -> !signIn.addedHere(credential.getId()));
    }

    /** The flow is looked at only for whoever owns something. */
    private static boolean owned(Visit visit, Predicate<CredentialModel> counts) {
        return types(visit, counts).findAny().isPresent();
    }

    /** The types of those that the user has enrolled and could use in the realm's browser flow. */
    public static Stream<String> types(Visit visit) {
        return types(visit, credential -> true);
    }

    private static Stream<String> types(Visit visit, Predicate<CredentialModel> counts) {
        return visit.settings().acceptOtherFactors().stream()
                .filter(type -> visit.user()
                        .credentialManager()
                        .getStoredCredentialsByTypeStream(type)
                        .anyMatch(counts))
                .filter(new BrowserFlow(visit.session(), visit.realm())::takes);
    }
}
