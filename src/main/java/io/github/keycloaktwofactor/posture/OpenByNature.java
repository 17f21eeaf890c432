package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/**
 * Known limits that no setting closes. Always reported, so that an empty list is never mistaken for proof of safety.
 */
enum OpenByNature implements Check {
    PHISHING_RELAY(
            "open-phishing-relay",
            "A phishing page that relays password and code in real time signs the attacker in. No one-time password"
                    + " prevents that.",
            "Have users use passkeys or security keys."),
    STOLEN_SESSION(
            "open-stolen-session",
            "Anyone with a stolen session cookie or an unlocked device is signed in as the owner until the session"
                    + " ends.",
            "Keep sessions short, and sign the user out."),
    FIRST_SET_UP(
            "open-first-set-up",
            "An attacker who knows the password before the owner has set up two-factor can set it up in the owner's"
                    + " place.",
            "Have users enrol early, and check who has not."),
    ADMINISTRATORS(
            "open-administrators",
            "Administrators who may manage users can remove and add factors; those who may manage the realm can"
                    + " switch the policy off.",
            "Assign these roles to few users, and monitor the admin events."),
    WAITING_ACTIONS(
            "open-waiting-actions",
            "A required action that is pending for a user can be completed in any sign-in, including one by a"
                    + " trusted device or a trusted provider.",
            "Add required actions to users only shortly before they sign in."),
    PENDING_ADDRESS(
            "open-pending-address",
            "Signing out a whole realm does not discard new addresses that are waiting for verification.",
            "Remove the attribute kc.email.pending of the user."),
    LINKED_ACCOUNTS(
            "open-linked-accounts",
            "An account at a provider that an attacker linked with the second factor stays linked when factors and"
                    + " password are reset.",
            "Check the links, address and passkeys of a user whom you help."),
    SESSION_LIMITER(
            "open-session-limiter",
            "In a flow that does not ask for the code itself, concurrent sign-ins can exceed the limit of User"
                    + " session count limiter.",
            "Put a code step before it."),
    PASSWORD_AT_REGISTRATION(
            "open-password-at-registration",
            "If the password is entered at registration, a factor can be set up with it once the address is"
                    + " verified, no matter who opened the link.",
            "Let users choose the password after the address is verified."),
    ACCESS_TOKENS(
            "open-access-tokens",
            "An issued access token stays valid until it expires, whatever the policy says by then.",
            "Keep access tokens short-lived, or push a not-before."),
    PRE_AUTHORIZED_CODES(
            "open-pre-authorized-codes",
            "OID4VCI pre-authorized codes and the refresh tokens issued for them are not covered.",
            "Disable the feature."),
    LATE_SIGN_OUT(
            "open-late-sign-out",
            "Trust in a device outlives a sign-out for which Keycloak sends no event: by SAML in a browser whose"
                    + " session has expired, and on 26.4 a late one in the account console.",
            "Forget devices by an administrator's sign-out."),
    FOREIGN_FACTORS(
            "open-foreign-factors",
            "Trust in a device outlives a factor that another extension adds and removes again without an event.",
            "Use extensions that send Keycloak's events."),
    REMOVED_AUTHENTICATOR(
            "open-removed-authenticator",
            "For a session from before the policy, it is unknown which of several authenticators it passed.",
            "Sign the user out when you remove one."),
    DIRECTORY_PASSWORD(
            "open-directory-password",
            "The change of a password in a user federation (LDAP) is not noticed: it ends no unfinished sign-in.",
            "Sign the user out when the password is reset there."),
    DIRECTORY_ADDRESS(
            "open-directory-address",
            "With a user federation provider without import the previous address is unknown, so it is not notified"
                    + " of a change.",
            "Import users."),
    PLANTED_COOKIES(
            "open-planted-cookies",
            "If an attacker can plant both cookies of an older session of the same user in a browser, a code"
                    + " entered there verifies that session. It still cannot change factors.",
            "None; keep other services off the host name."),
    UNFINISHED_SIGN_IN(
            "open-unfinished-sign-in",
            "A sign-in that is unfinished elsewhere has no session, so Sign out all devices does not end it.",
            "Change the password or replace the factor."),
    KEYS_ELSEWHERE(
            "open-keys-elsewhere",
            "A key that the realm's browser flow does not ask for can be bypassed: its owner counts as having none.",
            "Enable the step for keys in the realm's browser flow."),
    SAML_KEY_OWNERS(
            "open-saml-key-owners",
            "Users whose only factor is a key cannot sign in to a SAML client with its own flow that asks for no"
                    + " key.",
            "Have them sign in to another client first, or add the step to that flow."),
    COMPOSITE_CLIENT_ROLES(
            "open-composite-client-roles",
            "Administrators who may manage clients can remove a required role that users have through a composite"
                    + " client role.",
            "Require roles that are assigned to users or groups directly."),
    MOVED_GROUPS(
            "open-moved-groups",
            "Administrators who may manage and view groups by fine-grained permissions can move a group under one "
                    + "with an exempt role, or delete one with a required role.",
            "Assign exempt roles to users directly."),
    PATIENT_GUESSING(
            "open-patient-guessing",
            "If the owner signs in every day, an attacker who knows the password has about thirty attempts a day;"
                    + " the owner gets a mail.",
            "Have the owner change the password."),
    MAIL_HOST(
            "open-mail-host",
            "Without a configured hostname, the host in mailed links comes from the request (Host header).",
            "Set the hostname, or have the proxy overwrite the header."),
    OTHER_PROTOCOLS(
            "open-other-protocols",
            "Protocols and login forms of other extensions have only the guard's decision, not the second one at"
                    + " entry or exit.",
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
