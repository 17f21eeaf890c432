package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** The doors that an application opens by naming a required action in {@code kc_action}. */
public enum ActionDoor implements Door {
    POLICY("two-factor-policy"),
    SETUP("two-factor-setup"),
    RECOVERY_CODES("two-factor-recovery-codes"),
    CONFIGURE_TOTP("CONFIGURE_TOTP"),
    CONFIGURE_RECOVERY_AUTHN_CODES("CONFIGURE_RECOVERY_AUTHN_CODES"),
    WEBAUTHN_REGISTER("webauthn-register"),
    WEBAUTHN_REGISTER_PASSWORDLESS("webauthn-register-passwordless"),
    UPDATE_PASSWORD("UPDATE_PASSWORD"),
    UPDATE_PROFILE("UPDATE_PROFILE"),
    VERIFY_PROFILE("VERIFY_PROFILE"),
    VERIFY_EMAIL("VERIFY_EMAIL"),
    UPDATE_EMAIL("UPDATE_EMAIL"),
    TERMS_AND_CONDITIONS("TERMS_AND_CONDITIONS"),
    UPDATE_USER_LOCALE("update_user_locale"),
    DELETE_ACCOUNT("delete_account"),
    DELETE_CREDENTIAL("delete_credential"),
    IDP_LINK("idp_link"),
    UNKNOWN("no-such-action");

    private static final List<Map.Entry<String, String>> CANCEL = List.of(Map.entry("cancel-aia", "true"));

    private final String action;

    ActionDoor(String action) {
        this.action = action;
    }

    @Override
    public String title() {
        return "kc_action=" + action;
    }

    /** Id and alias of the action. */
    String action() {
        return action;
    }

    /** Names the action at a client whose flow is the password alone, and cancels whatever page comes then. */
    @Override
    public Passage walk(Visitor visitor) {
        return cancelled(start(visitor));
    }

    /** Names the action at a client whose flow is the password alone. */
    BrowserSession start(Visitor visitor) {
        return visitor.password(visitor.browser(), House.BARE, Map.of("kc_action", parameter(visitor)));
    }

    /** The same in a browser with a session, by its cookie alone or after the password was asked again. */
    Passage walk(Visitor visitor, BrowserSession session) {
        BrowserSession browser = open(visitor, session);
        return cancelled(
                Passage.of(browser).kind() == Passage.Kind.FIRST_FACTOR
                        ? browser.signIn(visitor.name(), TestRealm.PASSWORD)
                        : browser);
    }

    /** The same, by the cookie alone. */
    BrowserSession open(Visitor visitor, BrowserSession session) {
        return session.fork().openLogin(Map.of("kc_action", parameter(visitor)));
    }

    private static Passage cancelled(BrowserSession browser) {
        Passage before = Passage.of(browser);
        Element form = browser.page().document().selectFirst("form");
        if (before.pastTheSecondFactor() || form == null) {
            return before;
        }
        return Passage.of(browser.post(form.absUrl("action"), CANCEL));
    }

    /** With the parameter that the action needs to do what it is for. */
    private String parameter(Visitor visitor) {
        return switch (this) {
            case DELETE_CREDENTIAL ->
                action + ":"
                        + visitor.user().credentials().stream()
                                .filter(credential -> credential.type().equals("otp"))
                                .findFirst()
                                .map(credential -> credential.id())
                                .orElse("none");
            case DELETE_ACCOUNT -> {
                visitor.user().grant("account/delete-account");
                yield action;
            }
            case IDP_LINK -> action + ":" + House.PARTNER;
            default -> action;
        };
    }

    static void enableAll(TestRealm realm) {
        for (ActionDoor door : values()) {
            realm.register(door.action);
            if (!door.action.startsWith("two-factor") && realm.hasAction(door.action)) {
                realm.enableAction(door.action, true);
            }
        }
    }
}
