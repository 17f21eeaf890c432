package io.github.keycloaktwofactor.server;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes the realms of a test class before anything of the class runs, and deletes them after everything: {@link OwnRealm}. */
final class RealmExtension implements BeforeAllCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        for (Field field : fields(context)) {
            String[] settings = field.getAnnotation(OwnRealm.class).value();
            TestRealm realm = KeycloakServer.shared().realm();
            field.set(context.getTestInstance().orElse(null), realm);
            if (settings.length > 0) {
                realm.switchOn(map(settings));
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IllegalAccessException {
        for (Field field : fields(context)) {
            Object realm = field.get(context.getTestInstance().orElse(null));
            if (realm != null) {
                ((TestRealm) realm).close();
            }
        }
    }

    /** Of the class itself: a nested one uses those around it. */
    private static List<Field> fields(ExtensionContext context) {
        List<Field> fields = Arrays.stream(context.getRequiredTestClass().getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(OwnRealm.class))
                .toList();
        fields.forEach(field -> field.setAccessible(true));
        return fields;
    }

    private static Map<String, String> map(String[] settings) {
        return Arrays.stream(settings)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
