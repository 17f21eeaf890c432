package io.github.keycloaktwofactor.factor;

import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignIn;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** The security keys and passkeys of a user that the policy accepts and that the realm's browser flow takes. */
public final class UsableKeys {

    /** How a sign-in passed the second factor that used a credential of that type. */
    public static final Map<String, EvidenceMethod> METHODS = Map.of(
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            EvidenceMethod.WEBAUTHN,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            EvidenceMethod.PASSKEY);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final PolicySettings settings;

    public UsableKeys(KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.settings = settings;
    }

    /** The types of which owning one is enough in the realm, whoever owns it. */
    public static Set<String> types(KeycloakSession session, RealmModel realm, PolicySettings settings) {
        return settings.acceptOtherFactors().stream()
                .filter(new BrowserFlow(session, realm)::takes)
                .collect(Collectors.toSet());
    }

    /** Whether the user owns one. Nobody could be asked for one that the browser flow does not take. */
    public boolean owned() {
        return types().findAny().isPresent();
    }

    /** The same, of those alone that this sign-in has not added itself. */
    public boolean ownedBefore(SignIn signIn) {
        return types(key -> !signIn.addedHere(key.getId())).findAny().isPresent();
    }

    /** The types of those that the user owns. The flow is looked at only for users who own something. */
    public Stream<String> types() {
        return types(key -> true);
    }

    private Stream<String> types(Predicate<CredentialModel> counts) {
        return settings.acceptOtherFactors().stream()
                .filter(type -> user.credentialManager()
                        .getStoredCredentialsByTypeStream(type)
                        .anyMatch(counts))
                .filter(new BrowserFlow(session, realm)::takes);
    }
}
