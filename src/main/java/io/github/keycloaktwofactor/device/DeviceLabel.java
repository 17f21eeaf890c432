package io.github.keycloaktwofactor.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Locale;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/**
 * The label of a device in Keycloak's lists of credentials. The admin console shows the stored label unchanged, so the label
 * of an unknown browser is translated to the user's language when it is stored.
 */
final class DeviceLabel {

    /** In the message bundles. */
    static final String UNKNOWN = "two-factor-devices-unknown";

    private DeviceLabel() {}

    static String of(KeycloakSession session, UserModel user, BrowserNames names) {
        return names.label().isEmpty() ? unknown(session, user) : names.label();
    }

    private static String unknown(KeycloakSession session, UserModel user) {
        Locale locale = session.getContext().resolveLocale(user);
        try {
            String text = session.theme()
                    .getTheme(Theme.Type.LOGIN)
                    .getEnhancedMessages(session.getContext().getRealm(), locale)
                    .getProperty(UNKNOWN, UNKNOWN);
            return new MessageFormat(text, locale).format(new Object[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
