package io.github.keycloaktwofactor.profile;

import io.github.keycloaktwofactor.factor.ChangeObstacle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.validate.ValidationError;

/**
 * One of Keycloak's profiles, which refuses a changed address if a factor could not be changed either. Everything else,
 * including methods of later versions, is Keycloak's own.
 */
final class ProtectedAddress implements InvocationHandler {

    private static final String ID = "two-factor";

    private final UserProfile stock;
    private final UserModel user;
    private final Supplier<Optional<ChangeObstacle>> obstacle;

    private ProtectedAddress(UserProfile stock, UserModel user, Supplier<Optional<ChangeObstacle>> obstacle) {
        this.stock = stock;
        this.user = user;
        this.obstacle = obstacle;
    }

    /** @param obstacle why the user's address must not be changed now */
    static UserProfile of(UserProfile stock, UserModel user, Supplier<Optional<ChangeObstacle>> obstacle) {
        return (UserProfile) Proxy.newProxyInstance(
                ProtectedAddress.class.getClassLoader(),
                new Class<?>[] {UserProfile.class},
                new ProtectedAddress(stock, user, obstacle));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("update")) {
            refuseAnotherAddress();
        }
        try {
            return method.invoke(stock, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void refuseAnotherAddress() {
        if (!changesAddress()) {
            return;
        }
        obstacle.get().ifPresent(why -> {
            throw new ValidationException(new ValidationError(ID, UserModel.EMAIL, message(why)));
        });
    }

    private static String message(ChangeObstacle obstacle) {
        return switch (obstacle) {
            case IMPERSONATED -> obstacle.message();
            case NOT_PROVED -> "two-factor-account-email-proof";
        };
    }

    private boolean changesAddress() {
        List<String> posted = stock.getAttributes().getWritable().get(UserModel.EMAIL);
        return posted != null && !Objects.equals(same(user.getEmail()), same(posted.isEmpty() ? null : posted.get(0)));
    }

    /** Keycloak stores addresses in lower case. */
    private static @Nullable String same(@Nullable String address) {
        return address == null || address.isBlank() ? null : KeycloakModelUtils.toLowerCaseSafe(address);
    }
}
