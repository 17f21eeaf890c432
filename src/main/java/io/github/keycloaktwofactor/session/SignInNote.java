package io.github.keycloaktwofactor.session;

import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The notes that this extension keeps in the authentication session: what a sign-in has shown, what waits in it for its
 * user, and which page it has reached. All end with it. Through an identity provider another user can come into a sign-in,
 * so a note that must not pass on to them holds the id of its user; without another word a note holds {@code true}.
 *
 * <p>The names are stored: a sign-in may begin on a node of one version and end on one of another.
 */
public enum SignInNote {
    /** Id and fingerprint of the user when the sign-in was first seen, or when it last changed something itself. */
    FINGERPRINT("two-factor.fingerprint"),
    /** Id of the user of whom evidence was left. */
    LEFT("two-factor.left"),
    /** Ids of the credentials that were added in the middle of the sign-in, and not by a page of ours. */
    ADDED("two-factor.added"),
    /** Id of the user, and types of the credentials that they have set up in the sign-in. */
    SET_UP("two-factor.set-up"),
    /** That a cookie brought the user here. */
    BY_COOKIE("two-factor.cookie"),
    /** Id of a user for whom more than a mailed link speaks. */
    MORE_THAN_A_LINK("two-factor.more-than-a-link"),
    /** Of an identity provider, by its alias: id of the user, and the link to it that the sign-in was first seen with. */
    LINK("two-factor.link."),
    /** Ids of all users whom flows of an identity provider have seen, with blanks between them. */
    SEEN_BY_PROVIDER("two-factor.broker-steps"),
    /** By type of credential: id of the security key or passkey that was used. */
    USED_KEY("two-factor.used-key."),
    /** By type of credential: id of the user whose key it was. */
    USED_KEY_OF("two-factor.used-key-of."),
    /** Id of the step of a flow that a trusted device was spared. */
    SKIPPED_STEP("two-factor.spared-step"),
    /** Id of the user who was sent through the realm's own browser flow. */
    DETOUR("two-factor.own-flow"),
    /** By alias: that a required action has nothing more to ask, although what it is for has not changed. */
    PROOF_ASKED("two-factor.proof-asked."),
    /** That the sign-in has no page on which new recovery codes could be offered. */
    NO_OFFER("two-factor.no-offer"),

    /** The key that is to be confirmed. */
    PENDING_KEY("two-factor.pending"),
    /** Id of the user, and the keys that they were shown before. */
    DISCARDED_KEYS("two-factor.earlier-keys"),
    /** The recovery codes that are to be saved. */
    NEW_CODES("two-factor.codes"),

    /** When the page ends that waits for its user, in epoch seconds. */
    OPEN_UNTIL("two-factor.open-until"),
    /** How the sign-in ended whose page was open for too long. */
    ENDED("two-factor.ended"),
    /** The language of the page. */
    LANGUAGE("two-factor.language"),
    /** That the page only tells something. */
    NOTICE("two-factor.notice"),
    /** Which form of the code page is shown. */
    CODE_FORM("two-factor.form"),
    /** That the sign-in has led to the set-up. */
    SET_UP_SHOWN("two-factor.set-up-shown"),
    /** That the page was shown on which the method is chosen. */
    METHOD_SHOWN("two-factor.method"),
    /** That a new set of recovery codes was asked for once, and is made if it is asked for again. */
    RENEWAL_ASKED("two-factor.asked"),
    /** That the recovery codes were shown, and are not shown again. */
    CODES_HIDDEN("two-factor.codes.hidden"),
    /** That the user has put off a first set of recovery codes. */
    CODES_LATER("two-factor.codes.later"),
    /** Id of the user who has set up two-factor and has not been heard yet about their other sessions. */
    OTHER_SESSIONS("two-factor.other-sessions"),
    /** What the card says next. */
    CARD_MESSAGE("two-factor.message"),
    /** What the page says that follows a new app on the way through a sign-in. */
    DONE("two-factor.done"),
    /** That the user wants the set-up page before the sign-in ends. */
    REQUESTED_SETUP("two-factor.setup-wish"),
    /** That it was shown. */
    REQUESTED_SETUP_SHOWN("two-factor.setup-wish.met"),
    /** That the page after a recovery code was answered. */
    RECOVERED_ANSWERED("two-factor.recovered"),
    /** That a new set of recovery codes was asked for there. */
    RECOVERED_ASKED("two-factor.recovered.asked");

    private final String name;

    SignInNote(String name) {
        this.name = name;
    }

    public @Nullable String in(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(name);
    }

    /** The same of a note of which there is one of each. */
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

    /** The same of a note of which there is one of each. */
    public void put(AuthenticationSessionModel authentication, String of, String value) {
        authentication.setAuthNote(name + of, value);
    }

    public void drop(AuthenticationSessionModel authentication) {
        authentication.removeAuthNote(name);
    }
}
