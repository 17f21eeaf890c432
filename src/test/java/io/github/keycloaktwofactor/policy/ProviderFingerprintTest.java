package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakSession;

class ProviderFingerprintTest {

    /** Stored with policies: it must not change while the format is the first. */
    private static final String FIRST_FORMAT = "1:YOA_ITwJK2qzBM26ubQ0akNme_swVCrN6A03W_Nzbmc";

    private final FakeRealm realm = new FakeRealm("shop");
    private final KeycloakSession session = mock(KeycloakSession.class);
    private final List<IdentityProviderMapperModel> mappers = new ArrayList<>();

    @BeforeEach
    void storage() {
        IdentityProviderStorageProvider storage = mock(IdentityProviderStorageProvider.class);
        lenient().when(session.identityProviders()).thenReturn(storage);
        lenient().when(storage.getMappersByAliasStream("partner")).thenAnswer(call -> mappers.stream());
        lenient().when(realm.model.getAuthenticationFlowById(anyString())).thenAnswer(call -> {
            AuthenticationFlowModel flow = new AuthenticationFlowModel();
            flow.setAlias("flow " + call.getArgument(0));
            return flow;
        });
    }

    @Test
    void theFirstFormatIsAsItWas() {
        mappers.add(mapper("oidc-username-idp-mapper", "target", "BROKER_ID"));

        assertThat(print(provider -> {})).isEqualTo(FIRST_FORMAT);
    }

    @Test
    void namesIdsLooksAndSecretsDoNotCount() {
        String before = print(provider -> {});

        assertThat(print(provider -> {
                    provider.setDisplayName("Another");
                    provider.setInternalId("another");
                    provider.setEnabled(false);
                    provider.setHideOnLogin(true);
                    provider.getConfig().put("clientSecret", "rotated");
                    provider.getConfig().put("guiOrder", "7");
                    provider.getConfig().put("logoutUrl", " ");
                }))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer",
                "authorizationUrl",
                "tokenUrl",
                "userInfoUrl",
                "jwksUrl",
                "publicKeySignatureVerifier",
                "validateSignature",
                "clientId",
                "defaultScope",
                "entityId",
                "singleSignOnServiceUrl",
                "signingCertificate",
                "syncMode",
                "somethingOfALaterKeycloak"
            })
    void whatLeadsElsewhereCounts(String key) {
        String before = print(provider -> {});

        assertThat(print(provider -> provider.getConfig().put(key, "elsewhere")))
                .isNotEqualTo(before);
    }

    @Test
    void typeFlowsTrustOfAddressesAndMappersCount() {
        String before = print(provider -> {});

        assertThat(print(provider -> provider.setProviderId("saml"))).isNotEqualTo(before);
        assertThat(print(provider -> provider.setTrustEmail(true))).isNotEqualTo(before);
        assertThat(print(provider -> provider.setFirstBrokerLoginFlowId("other")))
                .isNotEqualTo(before);
        assertThat(print(provider -> provider.setPostBrokerLoginFlowId("other")))
                .isNotEqualTo(before);
        mappers.add(mapper("oidc-role-idp-mapper", "role", "excused"));
        mappers.add(mapper("oidc-user-attribute-idp-mapper", "claim", "mail"));
        String with = print(provider -> {});
        assertThat(with).isNotEqualTo(before);
        mappers.add(mappers.remove(0));
        assertThat(print(provider -> {})).as("in another order").isEqualTo(with);
    }

    @Test
    void noValueLooksLikeAnotherKey() {
        String one = print(provider -> provider.getConfig().put("a", "1;1:b=1:2"));
        String two = print(provider -> provider.getConfig().putAll(Map.of("a", "1", "b", "2")));

        assertThat(one).isNotEqualTo(two);
    }

    private String print(Consumer<IdentityProviderModel> change) {
        IdentityProviderModel provider = new IdentityProviderModel();
        provider.setAlias("partner");
        provider.setProviderId("oidc");
        provider.setFirstBrokerLoginFlowId("first");
        provider.setConfig(new HashMap<>(Map.of(
                "issuer",
                "https://partner.example",
                "tokenUrl",
                "https://partner.example/token",
                "clientId",
                "us",
                "clientSecret",
                "secret",
                "validateSignature",
                "true")));
        change.accept(provider);
        return ProviderFingerprint.of(session, realm.model, provider);
    }

    private static IdentityProviderMapperModel mapper(String type, String key, String value) {
        IdentityProviderMapperModel mapper = new IdentityProviderMapperModel();
        mapper.setName("any");
        mapper.setIdentityProviderMapper(type);
        mapper.setConfig(Map.of(key, value));
        return mapper;
    }
}
