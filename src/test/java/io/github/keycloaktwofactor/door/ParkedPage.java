package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.OtpSpec;
import java.time.Instant;
import java.util.Map;

/** A page of one of Keycloak's own actions that is left open, and how it is filled in. */
enum ParkedPage {
    NEW_PASSKEY(ActionDoor.WEBAUTHN_REGISTER_PASSWORDLESS, "form#register"),
    NEW_SECURITY_KEY(ActionDoor.WEBAUTHN_REGISTER, "form#register"),
    RECOVERY_CODES(ActionDoor.CONFIGURE_RECOVERY_AUTHN_CODES, "#kc-recovery-codes-settings-form"),
    AUTHENTICATOR(ActionDoor.CONFIGURE_TOTP, "#kc-totp-settings-form"),
    PASSWORD(ActionDoor.UPDATE_PASSWORD, "#kc-passwd-update-form"),
    EMAIL(ActionDoor.UPDATE_EMAIL, "#kc-update-email-form"),
    ACCOUNT(ActionDoor.DELETE_ACCOUNT, "form"),
    LINK(ActionDoor.IDP_LINK, "form"),
    CREDENTIAL(ActionDoor.DELETE_CREDENTIAL, "form");

    static final String SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    private final ActionDoor door;
    private final String form;

    ParkedPage(ActionDoor door, String form) {
        this.door = door;
        this.form = form;
    }

    /** Opens it with the password alone, before the policy was switched on. */
    BrowserSession open(Visitor visitor) {
        BrowserSession browser = visitor.realm().beforeThePolicy(() -> door.start(visitor));
        if (!browser.page().has(form)) {
            throw new AssertionError(this + " is not open: " + browser.page().text());
        }
        return browser;
    }

    boolean existsIn(House house) {
        return house.realm().hasAction(door.action());
    }

    BrowserSession post(BrowserSession browser) {
        return browser.submit(form, fields(browser));
    }

    private Map<String, String> fields(BrowserSession browser) {
        return switch (this) {
            case NEW_PASSKEY, NEW_SECURITY_KEY ->
                Map.of("clientDataJSON", "e30", "attestationObject", "oA", "publicKeyCredentialId", "AAAA");
            case AUTHENTICATOR -> {
                String secret = browser.page().value("totpSecret");
                yield Map.of(
                        "totp", AuthenticatorApp.of(OtpSpec.stock(secret)).code(Instant.now()), "userLabel", "Other");
            }
            case PASSWORD -> Map.of("password-new", "another-password", "password-confirm", "another-password");
            case EMAIL -> Map.of("email", "elsewhere@example.org");
            case RECOVERY_CODES, ACCOUNT, LINK, CREDENTIAL -> Map.of();
        };
    }

    /** Opens it, lets its person set two-factor up elsewhere, and posts it then. */
    Attempt attempt(House house) {
        // Users who delete a credential have one.
        Visitor visitor =
                this == CREDENTIAL ? house.enrolled("parked-credential") : house.visitor("parked-" + ordinal());
        BrowserSession parked = open(visitor);
        if (this != CREDENTIAL) {
            visitor.user().importOtp(SECRET);
        }
        String before = stored(visitor);
        Footprint footprint = new Footprint(visitor, parked);
        return new Attempt(visitor, before, footprint, Passage.of(post(parked)));
    }

    /** All that an action could change. */
    private static String stored(Visitor visitor) {
        ObjectNode user = (ObjectNode) visitor.user().rest().get("");
        user.remove("notBefore");
        return user.toString()
                + visitor.user().credentials()
                + visitor.user().rest().get("/federated-identity");
    }

    /**
     * @param before what was stored of the person
     * @param after where the browser stands
     */
    record Attempt(Visitor visitor, String before, Footprint footprint, Passage after) {

        void assertUnchanged() {
            assertThat(stored(visitor)).isEqualTo(before);
            footprint.assertUnchanged();
            assertThat(footprint.refusal().detail("two_factor_reason")).isEqualTo("sent-back");
        }
    }
}
