package io.github.keycloaktwofactor.page;

import io.github.keycloaktwofactor.session.ShownNotice;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;

/** A page with a message, and buttons to sign in again or to sign out. */
public final class NoticePage {

    /** The message. */
    public enum Kind {
        /** The sign-in is by SSO alone, and too old to show or change a key. */
        SIGN_IN_AGAIN("sign-in-again"),
        /** The password, a factor or a not-before time was changed since the sign-in began. */
        BEGIN_AGAIN("begin-again"),
        /** The account has another second factor, which this sign-in did not use. */
        OTHER_FACTOR("other-factor"),
        /** Impersonation: an administrator cannot see or change the user's factors. */
        IMPERSONATED("impersonated"),
        /** Keycloak does not store the user, who comes from an identity provider, so nothing can be set up. */
        NOT_STORED("not-stored"),
        /** Another user signed in than the one who was sent to use their other factor. */
        OTHER_ACCOUNT("other-account");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private NoticePage() {}

    public static Response of(PageContext context, Kind kind) {
        Map<String, Object> page = new HashMap<>();
        page.put("kind", kind.text);
        page.put("disabled", !context.user().isEnabled());
        Response notice = context.form(page).createForm("two-factor-notice.ftl");
        ShownNotice.remember(context.authentication());
        return notice;
    }
}
