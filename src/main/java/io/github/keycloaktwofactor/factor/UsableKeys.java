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

/** The security keys and passkeys of a user that the policy accepts and the realm's browser flow asks for. */
public final class UsableKeys {

    /** The method of a sign-in that used a credential of that type. */
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

    /** The types that users of the realm can use. */
    public static Set<String> types(KeycloakSession session, RealmModel realm, PolicySettings settings) {
        return settings.acceptOtherFactors().stream()
                .filter(new BrowserFlow(session, realm)::takes)
                .collect(Collectors.toSet());
    }

    /** Whether the user owns one. One that the browser flow does not ask for does not count. */
    public boolean owned() {
        return types().findAny().isPresent();
    }

    /** The same, without those that this sign-in has added. */
    public boolean ownedBefore(SignIn signIn) {
        return types(key -> !signIn.addedHere(key.getId())).findAny().isPresent();
    }

    /** The types that the user owns. The flow is read only for users who own any. */
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
