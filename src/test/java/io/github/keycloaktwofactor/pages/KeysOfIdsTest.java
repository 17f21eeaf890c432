package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.provider.ProviderFactory;

/** Keycloak builds message keys from the ids of required actions and from credential types. */
final class KeysOfIdsTest {

    private static final List<Bundle> BUNDLES = Bundle.all();

    static Stream<String> requiredActions() {
        return ours(RequiredActionFactory.class);
    }

    static Stream<String> credentialTypes() {
        return ours(CredentialProviderFactory.class);
    }

    private static Stream<String> ours(Class<?> factories) {
        return ServiceLoader.load(factories).stream()
                .filter(factory -> factory.type().getName().startsWith("io.github.keycloaktwofactor."))
                .map(factory -> ((ProviderFactory<?>) factory.get()).getId())
                .filter(id -> id.startsWith("two-factor"));
    }

    @ParameterizedTest
    @MethodSource("requiredActions")
    void anAdministratorsMailAndThePageOfItsLinkHaveWordsForAnAction(String id) {
        assertThat(BUNDLES)
                .allSatisfy(bundle -> assertThat(bundle.raw("requiredAction." + id))
                        .as("%s", bundle)
                        .isNotBlank());
    }

    /** The type itself is what the account console asks for where a row has no label. */
    @ParameterizedTest
    @MethodSource("credentialTypes")
    void theAccountConsoleHasWordsForACredential(String type) {
        assertThat(BUNDLES)
                .allSatisfy(bundle -> assertThat(List.of(type, type + "-display-name", type + "-help-text"))
                        .as("%s", bundle)
                        .allSatisfy(key -> assertThat(bundle.raw(key)).as(key).isNotBlank()));
    }
}
