package io.github.keycloaktwofactor.session;

import java.util.ArrayList;
import java.util.List;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.IDToken;

/** Adds the claim {@code amr} to tokens, from the evidence in the session. */
public final class TwoFactorAmrMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper, TokenIntrospectionTokenMapper {

    /** Provider id: a contract with clients and realm exports. */
    public static final String ID = "two-factor-amr-mapper";

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel model,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext client) {
        CompletedSignIn signIn = new CompletedSignIn(session, userSession);
        if (userSession.getUser() == null || signIn.impersonated()) {
            return;
        }
        List<String> references = MethodReferences.of(
                signIn.passwordAccepted(),
                signIn.evidence().map(Evidence::method).orElse(null));
        if (!references.isEmpty()) {
            token.setOtherClaims(OAuth2Constants.AUTHENTICATOR_METHOD_REFERENCE, references);
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Two-Factor: authentication methods (amr)";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Adds the claim 'amr' (RFC 8176): pwd, otp, rcv, pop and mfa, as far as the session knows.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, TwoFactorAmrMapper.class);
        return properties;
    }
}
