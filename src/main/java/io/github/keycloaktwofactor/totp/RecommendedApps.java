package io.github.keycloaktwofactor.totp;

import java.util.List;
import java.util.Set;

/** Which authenticator apps to name to a person. */
public final class RecommendedApps {

    /** What every app can do, and these cannot do more: they ignore or refuse anything else. */
    private static final OtpParameters COMMON = new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA1, 6, 30);

    private static final Set<String> LIMITED = Set.of("Google Authenticator", "Microsoft Authenticator", "Authy");

    private RecommendedApps() {}

    /** Of the names those whose apps make right codes for such a key, in their order. Of an unknown app that is believed. */
    public static List<String> thatCan(OtpParameters parameters, List<String> names) {
        return parameters.equals(COMMON)
                ? names
                : names.stream().filter(name -> !LIMITED.contains(name)).toList();
    }
}
