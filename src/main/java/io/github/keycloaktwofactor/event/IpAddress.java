package io.github.keycloaktwofactor.event;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The IP addresses that are shown. Behind a reverse proxy Keycloak may read them from a header that the client can set, so
 * only what parses as an IPv4 or IPv6 address is shown. No DNS lookup is made.
 */
public final class IpAddress {

    private static final Pattern OCTET = Pattern.compile("0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]");

    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

    /** The characters of IPv6 addresses. */
    private static final Pattern ZONE =
            Pattern.compile("^\\[?([0-9A-Fa-f.]*:[^\\]%]*)(?:%[^\\]]*)?]?$", Pattern.DOTALL);

    private static final int GROUPS = 8;

    private IpAddress() {}

    /** The address without brackets and zone; empty if it is not an IP address. */
    public static String shown(@Nullable String told) {
        String address = told == null ? "" : ZONE.matcher(told).replaceFirst("$1");
        return isIpv4(address) || (address.indexOf(':') >= 0 && isIpv6(address)) ? address : "";
    }

    private static boolean isIpv4(String address) {
        List<String> octets = parts(address, "\\.");
        return octets.size() == 4
                && octets.stream().allMatch(octet -> OCTET.matcher(octet).matches());
    }

    private static boolean isIpv6(String address) {
        List<String> halves = parts(address, "::");
        if (halves.size() > 2) {
            return false;
        }
        boolean shortened = halves.size() == 2;
        int groups = 0;
        for (int i = 0; i < halves.size(); i++) {
            int found = groups(halves.get(i), i == halves.size() - 1);
            if (found < 0) {
                return false;
            }
            groups += found;
        }
        return shortened ? groups < GROUPS : groups == GROUPS;
    }

    /** How many groups of 16 bits the text holds, or -1 if it holds anything else. */
    private static int groups(String half, boolean last) {
        if (half.isEmpty()) {
            return 0;
        }
        List<String> groups = parts(half, ":");
        String end = groups.get(groups.size() - 1);
        boolean mapped = last && end.indexOf('.') >= 0;
        boolean valid = groups.stream()
                .limit(mapped ? groups.size() - 1 : groups.size())
                .allMatch(group -> GROUP.matcher(group).matches());
        if (!valid || (mapped && !isIpv4(end))) {
            return -1;
        }
        return mapped ? groups.size() + 1 : groups.size();
    }

    private static List<String> parts(String text, String separator) {
        return Arrays.asList(text.split(separator, -1));
    }
}
