package io.github.keycloaktwofactor.session;

import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The notes of this extension in the authentication session: what a sign-in has proved, what is pending for its user,
 * and which page it has reached. All end with it. In a brokered sign-in the user may change, so a note that must not
 * pass to another user contains the id of its user; all others contain {@code true} unless said otherwise.
 *
 * <p>The names are stored: during a rolling upgrade a sign-in may begin on a node of one version and end on one of
 * another.
 */
public enum SignInNote {
    /** Id and fingerprint of the user when the sign-in was first seen, or when it last changed something itself. */
    FINGERPRINT("two-factor.fingerprint"),
    /** Id of the user for whom evidence was recorded. */
    LEFT("two-factor.left"),
    /** Ids of the credentials that were added during the sign-in, and not on a page of ours. */
    ADDED("two-factor.added"),
    /** Id of the user, and types of the credentials that they have set up in the sign-in. */
    SET_UP("two-factor.set-up"),
    /** A cookie identified the user. */
    BY_COOKIE("two-factor.cookie"),
    /** Id of a user who is identified by more than a mailed link. */
    MORE_THAN_A_LINK("two-factor.more-than-a-link"),
    /** For an identity provider, by alias: id of the user, and the link with which the sign-in was first seen. */
    LINK("two-factor.link."),
    /** Ids of all users seen by flows of an identity provider, separated by spaces. */
    SEEN_BY_PROVIDER("two-factor.broker-steps"),
    /** By credential type: id of the security key or passkey that was used. */
    USED_KEY("two-factor.used-key."),
    /** By credential type: id of the owner of that key. */
    USED_KEY_OF("two-factor.used-key-of."),
    /** Id of the authentication step that a trusted device skipped. */
    SKIPPED_STEP("two-factor.spared-step"),
    /** Id of the user who was sent through the realm's browser flow. */
    DETOUR("two-factor.own-flow"),
    /** By alias: a required action has nothing more to ask, although its reason remains. */
    PROOF_ASKED("two-factor.proof-asked."),
    /** The sign-in has no page on which new recovery codes could be offered. */
    NO_OFFER("two-factor.no-offer"),

    /** The pending key. */
    PENDING_KEY("two-factor.pending"),
    /** Id of the user, and their discarded pending keys. */
    DISCARDED_KEYS("two-factor.earlier-keys"),
    /** The recovery codes that must be saved. */
    NEW_CODES("two-factor.codes"),

    /** When the waiting page expires, in epoch seconds. */
    OPEN_UNTIL("two-factor.open-until"),
    /** The timestamp that all tabs share, in epoch seconds, when this tab last rendered a page; never in the future. */
    RENDERED("two-factor.rendered"),
    /** How the sign-in ended whose page expired. */
    ENDED("two-factor.ended"),
    /** The language of the page. */
    LANGUAGE("two-factor.language"),
    /** The page is only a notice. */
    NOTICE("two-factor.notice"),
    /** Which form of the code page is shown. */
    CODE_FORM("two-factor.form"),
    /** The sign-in has led to the set-up. */
    SET_UP_SHOWN("two-factor.set-up-shown"),
    /** The page for choosing a method was shown. */
    METHOD_SHOWN("two-factor.method"),
    /** A new set of recovery codes was requested once, and is generated if requested again. */
    RENEWAL_ASKED("two-factor.asked"),
    /** The recovery codes were shown, and are not shown again. */
    CODES_HIDDEN("two-factor.codes.hidden"),
    /** The user has postponed a first set of recovery codes. */
    CODES_LATER("two-factor.codes.later"),
    /** Id of the user who has set up two-factor and was not yet asked about their other sessions. */
    OTHER_SESSIONS("two-factor.other-sessions"),
    /** The next message of the card. */
    CARD_MESSAGE("two-factor.message"),
    /** What the page after a new app says, during a sign-in. */
    DONE("two-factor.done"),
    /** The user wants the set-up page before the sign-in completes. */
    REQUESTED_SETUP("two-factor.setup-wish"),
    /** That it was shown. */
    REQUESTED_SETUP_SHOWN("two-factor.setup-wish.met"),
    /** The page after a recovery code was answered. */
    RECOVERED_ANSWERED("two-factor.recovered"),
    /** A new set of recovery codes was requested there. */
    RECOVERED_ASKED("two-factor.recovered.asked");

    private final String name;

    SignInNote(String name) {
        this.name = name;
    }

    public @Nullable String in(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(name);
    }

    /** The same for a note with one value per {@code of}. */
    public @Nullable String in(AuthenticationSessionModel authentication, String of) {
        return authentication.getAuthNote(name + of);
    }

    public boolean isIn(AuthenticationSessionModel authentication) {
        return in(authentication) != null;
    }

    public void put(AuthenticationSessionModel authentication) {
        put(authentication, "true");
    }

    public void put(AuthenticationSessionModel authentication, String value) {
        authentication.setAuthNote(name, value);
    }

    /** The same for a note with one value per {@code of}. */
    public void put(AuthenticationSessionModel authentication, String of, String value) {
        authentication.setAuthNote(name + of, value);
    }

    public void drop(AuthenticationSessionModel authentication) {
        authentication.removeAuthNote(name);
    }
}
