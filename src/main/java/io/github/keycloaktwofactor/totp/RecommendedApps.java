package io.github.keycloaktwofactor.totp;

import java.util.List;
import java.util.Set;

/** The authenticator apps to recommend to users. */
public final class RecommendedApps {

    /** Parameters that every app supports. These apps support only these, and ignore or refuse others. */
    private static final OtpParameters COMMON = new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA1, 6, 30);

    private static final Set<String> LIMITED = Set.of("Google Authenticator", "Microsoft Authenticator", "Authy");

    private RecommendedApps() {}

    /** The named apps that support these parameters, in their order. Unknown apps are assumed to support them. */
    public static List<String> thatCan(OtpParameters parameters, List<String> names) {
        return parameters.equals(COMMON)
                ? names
                : names.stream().filter(name -> !LIMITED.contains(name)).toList();
    }
}
