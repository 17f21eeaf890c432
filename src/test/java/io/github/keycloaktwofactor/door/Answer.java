package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Map;

/** What an application can ask for, at a client whose own flow is the password alone. */
enum Answer implements Door {
    CODE("code"),
    IMPLICIT("id_token token"),
    HYBRID("code id_token token"),
    SAML_BEGUN_HERE("");

    private final String responseType;

    Answer(String responseType) {
        this.responseType = responseType;
    }

    /** These are ways through doors that the table has. */
    @Override
    public String title() {
        return "answer " + responseType;
    }

    @Override
    public Passage walk(Visitor visitor) {
        return Passage.of(open(visitor, visitor.browser()).signIn(visitor.name(), TestRealm.PASSWORD));
    }

    BrowserSession open(Visitor visitor, BrowserSession browser) {
        return browser.open(
                responseType.isEmpty()
                        ? visitor.realm().url("/protocol/saml/clients/" + House.SAML_BARE.replace(':', '-'))
                        : visitor.realm()
                                .authUrl(
                                        House.BARE,
                                        Map.of("response_type", responseType, "nonce", "n", "scope", "openid")));
    }
}
