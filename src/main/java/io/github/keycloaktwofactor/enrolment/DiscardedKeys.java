package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.session.SignInNote;
import io.github.keycloaktwofactor.totp.OtpAlgorithm;
import io.github.keycloaktwofactor.totp.OtpKind;
import io.github.keycloaktwofactor.totp.OtpParameters;
import io.github.keycloaktwofactor.totp.TotpSecret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys that were shown to the user and discarded. An app may have an entry for each, with the same name as the valid one.
 * Keys of this sign-in are recognized by their codes; of earlier ones it is only known that there was one. They are stored
 * only in the authentication session, and only serve to recognize their codes.
 */
final class DiscardedKeys {

    /** Placeholder for a key that is no longer known. */
    private static final String UNKNOWN = "-";

    private static final int MOST = 4;

    private final PageContext context;

    DiscardedKeys(PageContext context) {
        this.context = context;
    }

    /** Whether the app may have an entry that is not valid. */
    boolean any() {
        return !entries().isEmpty();
    }

    /** Adds a key that can no longer be confirmed. */
    void add(PendingKey key) {
        OtpParameters parameters = key.parameters();
        add(String.join(
                "|",
                key.secret().base32(),
                parameters.algorithm().keycloakName(),
                Integer.toString(parameters.digits()),
                Integer.toString(parameters.period())));
    }

    /** Records that there was a key before this sign-in. */
    void addUnknown() {
        if (!any()) {
            add(UNKNOWN);
        }
    }

    /** Removes the keys, but not the fact that there were some: another key was confirmed. */
    void forgetKeys() {
        if (any()) {
            keep(List.of(UNKNOWN));
        }
    }

    /** Whether an app with one of them shows these digits now. */
    boolean show(String digits) {
        return entries().stream().filter(entry -> !entry.equals(UNKNOWN)).anyMatch(entry -> shows(entry, digits));
    }

    private boolean shows(String entry, String digits) {
        String[] parts = entry.split("\\|");
        OtpParameters parameters = new OtpParameters(
                OtpKind.TOTP,
                OtpAlgorithm.ofKeycloak(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]));
        return parameters.digits() == digits.length()
                && NewKey.step(context, TotpSecret.ofBase32(parts[0]), parameters, digits)
                        .isPresent();
    }

    private void add(String entry) {
        List<String> all = new ArrayList<>(entries());
        all.add(entry);
        keep(all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    private void keep(List<String> entries) {
        SignInNote.DISCARDED_KEYS.put(context.authentication(), owner() + " " + String.join(" ", entries));
    }

    /** An identity provider can change the user of a sign-in; keys shown to the first user are not the second one's. */
    private List<String> entries() {
        String note = SignInNote.DISCARDED_KEYS.in(context.authentication());
        List<String> parts = note == null ? List.of() : List.of(note.split(" "));
        return parts.isEmpty() || !parts.get(0).equals(owner()) ? List.of() : parts.subList(1, parts.size());
    }

    private String owner() {
        return URLEncoder.encode(context.user().getId(), StandardCharsets.UTF_8);
    }
}
