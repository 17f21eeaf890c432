package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/**
 * Known limits that no setting closes. Always reported, so that an empty list is never mistaken for proof of safety.
 */
enum OpenByNature implements Check {
    PHISHING_RELAY(
            "open-phishing-relay",
            "A page that passes password and code on at once signs a thief in. No one-time password "
                    + "prevents that.",
            "Have people use passkeys or security keys."),
    STOLEN_SESSION(
            "open-stolen-session",
            "A stolen session or unlocked device is as signed in as its owner, until the session ends.",
            "Keep sessions short, and sign the person out."),
    FIRST_SET_UP(
            "open-first-set-up",
            "Somebody who has the password before the owner has set anything up is led through the "
                    + "set-up in the owner's place.",
            "Let users enrol early, and look who has not."),
    ADMINISTRATORS(
            "open-administrators",
            "Those who may manage users may remove and add a factor; those who may manage the realm "
                    + "may switch the policy off.",
            "Give these rights to few, and watch the admin events."),
    WAITING_ACTIONS(
            "open-waiting-actions",
            "An action that waits on a user is met by whatever lets the user in, a trusted device and "
                    + "a provider's word included.",
            "Put actions on users only while somebody waits for them."),
    PENDING_ADDRESS(
            "open-pending-address",
            "The sign-out of a whole realm drops no new address that waits for its mailed link.",
            "Remove the attribute kc.email.pending of the user."),
    LINKED_ACCOUNTS(
            "open-linked-accounts",
            "An account at a provider that somebody linked while they had the second factor stays "
                    + "linked when factors and password are reset.",
            "Look at links, address and passkeys of a user whom you help."),
    SESSION_LIMITER(
            "open-session-limiter",
            "User session count limiter, in a flow that does not ask for the code itself, is passed "
                    + "by sign-ins that overlap.",
            "Put a code step before it."),
    PASSWORD_AT_REGISTRATION(
            "open-password-at-registration",
            "Where the password is typed at the registration, a factor can be set up with it once the "
                    + "address counts as verified, no matter who opened the link.",
            "Let users choose the password after the address is verified."),
    ACCESS_TOKENS(
            "open-access-tokens",
            "An access token that was issued stays valid until it expires, whatever the policy says by then.",
            "Keep access tokens short-lived, or push a not-before."),
    PRE_AUTHORIZED_CODES(
            "open-pre-authorized-codes",
            "OID4VCI's pre-authorized codes and the refresh tokens that it gives are not covered.",
            "Leave the feature off."),
    LATE_SIGN_OUT(
            "open-late-sign-out",
            "Trust in a device outlives a sign-out of which Keycloak tells nobody: by SAML in a "
                    + "browser whose session has run out, and on 26.4 a late one in the account console.",
            "Forget devices by an administrator's sign-out."),
    FOREIGN_FACTORS(
            "open-foreign-factors",
            "Trust in a device outlives a factor that another extension adds and removes again without an event.",
            "Use extensions that send Keycloak's events."),
    REMOVED_AUTHENTICATOR(
            "open-removed-authenticator",
            "Nobody can tell which of several authenticators a session from before the policy has passed.",
            "Sign the person out when you remove one."),
    DIRECTORY_PASSWORD(
            "open-directory-password",
            "A password that is kept in a directory is not seen: a change there ends no half-finished sign-in.",
            "Sign the person out when the password is reset there."),
    DIRECTORY_ADDRESS(
            "open-directory-address",
            "A user storage without import leaves no address before, so a changed address is told to nobody else.",
            "Import users."),
    PLANTED_COOKIES(
            "open-planted-cookies",
            "Somebody who can plant both cookies of an older session of the same user in a browser "
                    + "has a code typed there verify that session. Changes stay closed to it.",
            "None; keep other services off the host name."),
    UNFINISHED_SIGN_IN(
            "open-unfinished-sign-in",
            "A sign-in that is half finished elsewhere has no session, so Sign out all devices does not reach it.",
            "Change the password or replace the factor."),
    KEYS_ELSEWHERE(
            "open-keys-elsewhere",
            "A key that only other flows than the realm's browser flow take can be passed by: its "
                    + "owner counts as having none.",
            "Enable the step for keys in the realm's browser flow."),
    SAML_KEY_OWNERS(
            "open-saml-key-owners",
            "At a SAML client with a flow of its own that takes no key, users who own nothing but a "
                    + "key do not get in.",
            "Let them begin at another client, or add the step to that flow."),
    COMPOSITE_CLIENT_ROLES(
            "open-composite-client-roles",
            "Administrators who may manage clients can take a required role away that users have through a composite "
                    + "role of a client.",
            "Require roles that users or groups hold themselves."),
    MOVED_GROUPS(
            "open-moved-groups",
            "Administrators who may manage and view groups by fine-grained permissions can move a group under one "
                    + "with an exempt role, or delete one with a required role.",
            "Give exempt roles to users themselves."),
    PATIENT_GUESSING(
            "open-patient-guessing",
            "Beside an owner who signs in every day a patient guesser who knows the password has some "
                    + "thirty tries a day; the owner gets a mail.",
            "Have the owner change the password."),
    MAIL_HOST(
            "open-mail-host",
            "Without a hostname of server or realm, the host in mailed links is the one that the request named.",
            "Set the hostname, or let the proxy overwrite the header."),
    OTHER_PROTOCOLS(
            "open-other-protocols",
            "What protocols and login forms of other extensions answer is decided once, not twice.",
            "Use Keycloak's own.");

    private final String id;
    private final String text;
    private final String remedy;

    OpenByNature(String id, String text, String remedy) {
        this.id = id;
        this.text = text;
        this.remedy = remedy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(realm, true, Severity.OPEN, text, remedy);
    }
}
