package io.github.keycloaktwofactor.grant;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/**
 * One of Keycloak's grants, with our token manager while the guard is on. Everything else, including methods of later
 * versions, is Keycloak's own.
 */
final class GuardedGrant implements InvocationHandler {

    private final OAuth2GrantType stock;
    private final GrantRule rule;

    private GuardedGrant(OAuth2GrantType stock, GrantRule rule) {
        this.stock = stock;
        this.rule = rule;
    }

    static OAuth2GrantType around(OAuth2GrantType stock, GrantRule rule) {
        return (OAuth2GrantType) Proxy.newProxyInstance(
                GuardedGrant.class.getClassLoader(),
                new Class<?>[] {OAuth2GrantType.class},
                new GuardedGrant(stock, rule));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object[] passed = arguments;
        if (method.getName().equals("process")
                && arguments != null
                && arguments[0] instanceof OAuth2GrantType.Context grant) {
            passed = new Object[] {guarded(grant)};
        }
        try {
            return method.invoke(stock, passed);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private OAuth2GrantType.Context guarded(OAuth2GrantType.Context grant) {
        return TwoFactorPolicy.of(grant.getRealm())
                .map(settings -> new TokenPolicy(grant.getSession(), grant.getRealm(), settings))
                .map(tokenPolicy -> new GuardedTokenManager(grant, rule, tokenPolicy))
                .map(tokens -> new OAuth2GrantType.Context(
                        grant.getSession(),
                        grant.getClientConfig(),
                        grant.getClientAuthAttributes(),
                        grant.getFormParams(),
                        grant.getEvent(),
                        grant.getCors(),
                        tokens.beforeDecision()))
                .orElse(grant);
    }
}
