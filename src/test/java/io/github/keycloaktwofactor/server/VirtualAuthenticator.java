package io.github.keycloaktwofactor.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** A WebAuthn authenticator that lives in a page's browser and always agrees. */
public final class VirtualAuthenticator {
    private final CDPSession session;
    private final String id;

    private VirtualAuthenticator(CDPSession session, String id) {
        this.session = session;
        this.id = id;
    }

    /** A platform authenticator with discoverable credentials and user verification. */
    public static VirtualAuthenticator passkey(Page page) {
        return attach(page, "internal", true);
    }

    /** A USB key that knows no user verification and keeps no account list. */
    public static VirtualAuthenticator securityKey(Page page) {
        return attach(page, "usb", false);
    }

    private static VirtualAuthenticator attach(Page page, String transport, boolean passkey) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", transport);
        options.addProperty("hasResidentKey", passkey);
        options.addProperty("hasUserVerification", passkey);
        options.addProperty("isUserVerified", passkey);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        JsonObject added = session.send("WebAuthn.addVirtualAuthenticator", parameters);
        return new VirtualAuthenticator(session, added.get("authenticatorId").getAsString());
    }

    /** How many credentials it holds. */
    public int credentials() {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("authenticatorId", id);
        JsonArray credentials =
                session.send("WebAuthn.getCredentials", parameters).getAsJsonArray("credentials");
        return credentials.size();
    }
}
