package io.github.keycloaktwofactor.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One page in one state.
 *
 * @param name what the state is called in a failure or a screenshot
 * @param template file in {@code theme-resources/templates}
 * @param values what the server puts into the form attribute {@code twoFactor}
 */
record PageState(String name, String template, Map<String, Object> values) {

    private static final String QR = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 29 29\">"
            + "<rect width=\"29\" height=\"29\" fill=\"#fff\"/><path d=\"M4 4h7v7h-7z\" fill=\"#000\"/></svg>";

    /** Every page in every state that looks or reads different. */
    static List<PageState> all() {
        List<PageState> pages = new ArrayList<>();
        challenge(pages);
        setup(pages);
        codes(pages);
        method(pages);
        recovered(pages);
        done(pages);
        notices(pages);
        return List.copyOf(pages);
    }

    static PageState named(String name) {
        return all().stream()
                .filter(page -> page.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** The same state with every text replaced, structure and switches kept. */
    PageState withEveryText(String text) {
        Map<String, Object> replaced = new LinkedHashMap<>();
        values.forEach((key, value) -> replaced.put(key, isSwitch(key) ? value : replace(value, text)));
        return new PageState(name, template, replaced);
    }

    private static boolean isSwitch(String key) {
        return List.of("form", "state", "view", "kind", "error", "reason", "leave", "qr", "message", "disable", "until")
                .contains(key);
    }

    private static Object replace(Object value, String text) {
        if (value instanceof String) {
            return text;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> replace(item, text)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> replaced = new LinkedHashMap<>();
            map.forEach((key, item) -> replaced.put(key, key.equals("what") ? item : replace(item, text)));
            return replaced;
        }
        return value;
    }

    private static void challenge(List<PageState> pages) {
        String file = "two-factor-challenge.ftl";
        Map<String, Object> totp = with(
                common(),
                "form",
                "totp",
                "passwordAccepted",
                true,
                "digits",
                6,
                "hasRecoveryCodes",
                true,
                "hasAuthenticator",
                true,
                "otherOk",
                true,
                "canRestart",
                true);
        Map<String, Object> recovery = with(totp, "form", "recovery-code");
        pages.add(new PageState("challenge-totp", file, totp));
        pages.add(
                new PageState("challenge-totp-no-password", file, with(totp, "passwordAccepted", false, "digits", 8)));
        pages.add(new PageState(
                "challenge-totp-bare", file, Map.of("form", "totp", "digits", 6, "account", "alice", "issuer", "")));
        pages.add(new PageState(
                "challenge-totp-none-left", file, with(totp, "hasRecoveryCodes", false, "noneLeft", true)));
        pages.add(new PageState(
                "challenge-trust",
                file,
                with(totp, "trust", Map.of("until", "sign-out", "days", 30, "ticked", false))));
        pages.add(new PageState(
                "challenge-trust-days",
                file,
                with(totp, "trust", Map.of("until", "days", "days", 30, "ticked", true))));
        pages.add(new PageState(
                "challenge-trust-day", file, with(totp, "trust", Map.of("until", "days", "days", 1, "ticked", false))));
        pages.add(new PageState("challenge-recovery", file, recovery));
        pages.add(new PageState(
                "challenge-recovery-long", file, with(recovery, "shape", "XXXX-XXXX-XXXX", "error", "malformed")));
        pages.add(new PageState("challenge-recovery-none-left", file, with(recovery, "noneLeft", true)));
        for (String error : List.of("wrong", "used", "malformed", "empty")) {
            pages.add(new PageState("challenge-totp-" + error, file, with(totp, "error", error)));
            pages.add(new PageState("challenge-recovery-" + error, file, with(recovery, "error", error)));
        }
        pages.add(new PageState("challenge-totp-manage", file, with(totp, "passwordAccepted", false, "manages", true)));
        pages.add(new PageState(
                "challenge-recovery-refused", file, with(recovery, "error", "wrong", "refused", "7KQM-2XRE")));
        pages.add(new PageState("challenge-totp-two-tries-left", file, with(totp, "error", "wrong", "triesLeft", 2)));
        pages.add(new PageState("challenge-totp-one-try-left", file, with(totp, "error", "wrong", "triesLeft", 1)));
        for (int seconds : new int[] {1, 30, 60, 95, 1800, 7200}) {
            pages.add(new PageState("challenge-totp-wait-" + seconds, file, with(totp, "wait", waitOf(seconds))));
        }
        pages.add(new PageState(
                "challenge-totp-wait-alone", file, with(totp, "wait", waitOf(30), "otherOk", false, "error", "wrong")));
        pages.add(new PageState("challenge-recovery-wait", file, with(recovery, "wait", waitOf(120))));
        pages.add(new PageState("challenge-totp-off", file, with(totp, "off", true)));
        pages.add(new PageState("challenge-recovery-off", file, with(recovery, "off", true)));
        pages.add(
                new PageState("challenge-recovery-off-app-waits", file, with(recovery, "off", true, "otherOk", false)));
        pages.add(new PageState(
                "challenge-both-off",
                file,
                with(
                        totp,
                        "off",
                        true,
                        "bothOff",
                        true,
                        "otherOk",
                        false,
                        "hasRecoveryCodes",
                        false,
                        "mailHelps",
                        true)));
    }

    private static Map<String, Object> happened(String what) {
        return Map.of(
                "what",
                what,
                "at",
                Map.of("moment", "22 Nov 2026, 14:03 UTC", "iso", "2026-11-22T14:03:00Z"),
                "address",
                "192.0.2.7");
    }

    private static Map<String, Object> device(String browser, String system, boolean here) {
        return Map.of(
                "id",
                "0b0a5c2e-7a39-4f4e-9f4e-3f1c8d1f0a11",
                "browser",
                browser,
                "system",
                system,
                "added",
                Map.of("day", "22 November 2026", "iso", "2026-11-22T14:03:00Z"),
                "used",
                Map.of("day", "24 November 2026", "iso", "2026-11-22T14:03:00Z"),
                "until",
                Map.of("day", "22 December 2026", "iso", "2026-11-22T14:03:00Z"),
                "here",
                here);
    }

    private static void setup(List<PageState> pages) {
        String file = "two-factor-setup.ftl";
        Map<String, Object> none = with(
                common(),
                "state",
                "none",
                "required",
                false,
                "fresh",
                false,
                "leave",
                "account",
                "digits",
                6,
                "apps",
                "Google Authenticator, Microsoft Authenticator, Authy, 1Password, Bitwarden");
        Map<String, Object> pending = with(
                none,
                "state",
                "pending",
                "qr",
                QR,
                "key",
                "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
                "keyRaw",
                "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                "uri",
                "otpauth://totp/Acme:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Acme",
                "algorithm",
                "SHA1",
                "period",
                30,
                "onThisDevice",
                false,
                "device",
                "https://sso.example.org/realms/acme/two-factor/device?client_id=app&tab_id=tab");
        Map<String, Object> authenticator = Map.of(
                "label",
                "Old phone",
                "confirmed",
                Map.of("day", "22 November 2026", "iso", "2026-11-22T14:03:00Z"),
                "lastUsed",
                Map.of("day", "23 November 2026", "iso", "2026-11-23T14:03:00Z"));
        Map<String, Object> enabled = with(
                common(),
                "state",
                "enabled",
                "leave",
                "account",
                "endSessions",
                true,
                "authenticators",
                List.of(authenticator),
                "codesLeft",
                5,
                "codesTotal",
                8,
                "disable",
                Map.of("asks", "password"));
        pages.add(new PageState("setup-none", file, none));
        pages.add(new PageState("setup-none-required", file, with(none, "required", true, "leave", "signout")));
        pages.add(new PageState("setup-none-gone", file, with(none, "error", "gone")));
        pages.add(new PageState("setup-none-expired", file, with(none, "error", "expired", "required", true)));
        pages.add(new PageState("setup-none-too-late", file, with(none, "error", "expired")));
        pages.add(new PageState("setup-pending", file, pending));
        pages.add(new PageState(
                "setup-pending-required",
                file,
                with(pending, "required", true, "fresh", true, "leave", "signout", "apps", "")));
        for (String error : List.of("wrong", "malformed", "empty", "earlier")) {
            pages.add(new PageState("setup-pending-" + error, file, with(pending, "error", error)));
        }
        Map<String, Object> led = with(pending, "required", true, "leave", "signout");
        pages.add(new PageState("setup-pending-led", file, led));
        pages.add(new PageState("setup-pending-led-unusual", file, with(led, "digits", 8, "onThisDevice", true)));
        pages.add(new PageState("setup-none-thrown-away", file, with(none, "fresh", true)));
        pages.add(new PageState(
                "setup-none-led-gone", file, with(none, "error", "gone", "required", true, "leave", "signout")));
        pages.add(new PageState("setup-enabled", file, enabled));
        pages.add(new PageState(
                "setup-enabled-device", file, with(enabled, "devices", List.of(device("Firefox", "Windows", true)))));
        pages.add(new PageState(
                "setup-enabled-devices",
                file,
                with(
                        enabled,
                        "devices",
                        List.of(device("Chrome", "Linux", true), device("Safari", "", false), device("", "", false)))));
        pages.add(new PageState(
                "setup-enabled-activity",
                file,
                with(
                        enabled,
                        "activity",
                        List.of(
                                happened("two-factor-activity-totp"),
                                happened("two-factor-activity-trusted-device"),
                                happened("two-factor-activity-webauthn"),
                                happened("two-factor-activity-device-removed"),
                                happened("two-factor-activity-refused"),
                                happened("two-factor-activity-app-added"),
                                happened("two-factor-activity-recovery-code"),
                                happened("two-factor-mail-subject-on")))));
        pages.add(new PageState("setup-enabled-no-codes", file, with(enabled, "codesLeft", 0)));
        pages.add(new PageState("setup-enabled-low", file, with(enabled, "codesLeft", 3, "codesLow", true)));
        pages.add(new PageState("setup-enabled-unsaved", file, with(enabled, "codesUnsaved", true)));
        pages.add(new PageState(
                "setup-enabled-several",
                file,
                with(enabled, "leave", "application", "authenticators", List.of(authenticator, Map.of()))));
        pages.add(new PageState(
                "setup-enabled-mandatory",
                file,
                with(enabled, "mandatory", true, "disable", Map.of("asks", "password", "required", true))));
        pages.add(new PageState(
                "setup-enabled-forbidden",
                file,
                with(enabled, "mandatory", true, "disable", Map.of("asks", "password", "forbidden", true))));
        for (String message : List.of(
                "enabled",
                "regenerated",
                "first-codes",
                "replaced",
                "replaced-all",
                "device-removed",
                "devices-removed",
                "disabled",
                "disabled-only")) {
            pages.add(new PageState(
                    "setup-done-" + message,
                    file,
                    with(message.startsWith("disabled") ? none : enabled, "message", message)));
        }
        pages.add(new PageState(
                "setup-pending-disabled-required",
                file,
                with(pending, "required", true, "leave", "signout", "message", "disabled-required")));
        for (String asks : List.of("password", "code", "both", "either", "nothing")) {
            pages.add(new PageState("disable-" + asks, file, with(enabled, "disable", Map.of("asks", asks))));
        }
        for (String reason : List.of("wrong", "empty", "used", "malformed", "off", "waiting")) {
            for (String field : List.of("password", "code")) {
                pages.add(new PageState(
                        "disable-" + field + "-" + reason,
                        file,
                        with(
                                enabled,
                                "error",
                                "disable",
                                "disable",
                                Map.of("asks", "both", "field", field, "reason", reason, "wait", waitOf(30)))));
            }
        }
        Map<String, Object> replace =
                with(pending, "replaces", true, "replaced", 1, "endSessions", true, "codesLeft", 5);
        pages.add(new PageState("replace-no-codes", file, with(replace, "codesLeft", 0)));
        pages.add(new PageState("replace-blocked", file, with(replace, "appBlocked", true)));
        pages.add(new PageState("replace", file, replace));
        pages.add(new PageState("replace-fresh", file, with(replace, "fresh", true)));
        pages.add(new PageState("replace-several", file, with(replace, "replaced", 2)));
        pages.add(new PageState("replace-wrong", file, with(replace, "error", "wrong")));
        pages.add(new PageState("replace-gone", file, with(enabled, "error", "replace-gone")));
        pages.add(new PageState("setup-nothing-left", file, Map.of("state", "enabled")));
    }

    private static void codes(List<PageState> pages) {
        String file = "two-factor-codes.ftl";
        Map<String, Object> shown = with(
                common(),
                "view",
                "shown",
                "codes",
                List.of(
                        "7KQM-2XRD",
                        "H0VZ-9TCN",
                        "B4WE-K8PA",
                        "3GJY-51SF",
                        "M6DX-QR7T",
                        "ZC2H-N0EV",
                        "9PAK-4BWJ",
                        "TY5S-G83M"),
                "fileName",
                "acme-recovery-codes",
                "pdf",
                "data:application/pdf;base64,JVBERi0=",
                "download",
                "data:text/plain;charset=utf-8,Acme%20recovery%20codes",
                "created",
                "2026-11-22 14:03 UTC");
        pages.add(new PageState("codes-shown-enabled", file, with(shown, "reason", "enabled")));
        pages.add(new PageState("codes-shown-start-pdf", file, with(shown, "reason", "enabled", "openPdf", true)));
        pages.add(new PageState(
                "codes-shown-guides",
                file,
                with(shown, "reason", "enabled", "continueUrl", "https://example.org/guides")));
        pages.add(new PageState("codes-shown-regenerated", file, with(shown, "reason", "regenerated")));
        pages.add(new PageState("codes-shown-not-saved", file, with(shown, "error", "not-saved")));
        Map<String, Object> one = with(shown, "codes", List.of("7KQM-2XRD"));
        pages.add(new PageState("codes-shown-one", file, with(one, "reason", "enabled")));
        pages.add(new PageState("codes-shown-one-regenerated", file, with(one, "reason", "regenerated")));
        pages.add(new PageState("codes-shown-one-not-saved", file, with(one, "error", "not-saved")));
        pages.add(new PageState(
                "codes-shown-long",
                file,
                with(shown, "codes", List.of("7KQM-2XRD-H0VZ-9TCN-B4WE-K8PA", "3GJY-51SF-M6DX-QR7T-ZC2H-N0EV"))));
        pages.add(new PageState(
                "codes-shown-onward",
                file,
                with(shown, "reason", "regenerated", "onward", true, "application", "Acme")));
        Map<String, Object> after = Map.of("afterSetUp", true, "endSessions", true, "twoEntries", true);
        Map<String, Object> shownAfter = with(shown, "reason", "enabled");
        shownAfter.putAll(after);
        pages.add(new PageState("codes-shown-after-set-up", file, shownAfter));
        pages.add(
                new PageState("codes-hidden-after-set-up", file, with(common(), "view", "hidden", "afterSetUp", true)));
        pages.add(new PageState("codes-hidden", file, with(common(), "view", "hidden")));
        pages.add(new PageState(
                "codes-hidden-renewed",
                file,
                with(
                        common(),
                        "view",
                        "hidden",
                        "renewed",
                        Map.of("clock", "14:03 UTC", "iso", "2026-11-22T14:03:00Z"))));
        pages.add(
                new PageState("codes-hidden-not-saved", file, with(common(), "view", "hidden", "error", "not-saved")));
        pages.add(new PageState("codes-offer", file, with(common(), "view", "offer")));
        pages.add(new PageState("codes-missing", file, with(common(), "view", "missing", "canSkip", true)));
        pages.add(new PageState("codes-missing-demanded", file, with(common(), "view", "missing", "canSkip", false)));
        pages.add(new PageState("codes-shown-first", file, with(shown, "reason", "first")));
        pages.add(new PageState("codes-shown-one-first", file, with(one, "reason", "first")));
        pages.add(new PageState("codes-ask", file, with(common(), "view", "ask")));
        pages.add(new PageState("codes-first", file, with(common(), "view", "first")));
        pages.add(new PageState("codes-first-too-often", file, with(common(), "view", "first", "error", "too-often")));
        pages.add(new PageState(
                "codes-demanded-too-often",
                file,
                with(common(), "view", "demanded", "error", "too-often", "noneLeft", true)));
        pages.add(new PageState("codes-demanded", file, with(common(), "view", "demanded")));
        pages.add(new PageState("codes-ask-too-often", file, with(common(), "view", "ask", "error", "too-often")));
        pages.add(
                new PageState("codes-hidden-too-often", file, with(common(), "view", "hidden", "error", "too-often")));
    }

    private static void method(List<PageState> pages) {
        String file = "two-factor-method.ftl";
        pages.add(new PageState("method", file, with(common(), "digits", 6, "required", false)));
        pages.add(new PageState("method-required", file, with(common(), "digits", 8, "required", true)));
    }

    private static void recovered(List<PageState> pages) {
        String file = "two-factor-recovered.ftl";
        Map<String, Object> recovered =
                with(common(), "left", 7, "low", false, "forced", false, "canRegenerate", true, "canReplace", true);
        pages.add(new PageState("recovered", file, recovered));
        pages.add(new PageState("recovered-application", file, with(recovered, "application", "Acme")));
        pages.add(new PageState(
                "recovered-low-no-set-up", file, with(recovered, "left", 3, "low", true, "canReplace", false)));
        pages.add(new PageState("recovered-low", file, with(recovered, "left", 3, "low", true)));
        pages.add(new PageState("recovered-one-left", file, with(recovered, "left", 1, "low", true)));
        pages.add(new PageState("recovered-last", file, with(recovered, "left", 0, "low", true, "forced", true)));
        pages.add(new PageState("recovered-forced", file, with(recovered, "left", 2, "low", true, "forced", true)));
        pages.add(new PageState("recovered-no-set-up", file, with(recovered, "canReplace", false)));
        pages.add(new PageState(
                "recovered-no-changes",
                file,
                with(recovered, "left", 0, "low", true, "canReplace", false, "canRegenerate", false)));
    }

    private static void done(List<PageState> pages) {
        String file = "two-factor-done.ftl";
        Map<String, Object> replaced = with(common(), "message", "replaced", "codesLeft", 7, "codesTotal", 8);
        pages.add(new PageState("done-replaced", file, with(replaced, "application", "Acme")));
        pages.add(new PageState("done-replaced-all", file, with(replaced, "message", "replaced-all")));
    }

    private static void notices(List<PageState> pages) {
        for (String kind : List.of(
                "sign-in-again",
                "begin-again",
                "other-factor",
                "impersonated",
                "not-stored",
                "other-account",
                "unavailable",
                "unavailable-page",
                "unavailable-change")) {
            pages.add(new PageState("notice-" + kind, "two-factor-notice.ftl", with(common(), "kind", kind)));
        }
        pages.add(new PageState(
                "notice-disabled", "two-factor-notice.ftl", with(common(), "kind", "begin-again", "disabled", true)));
        pages.add(new PageState(
                "notice-not-signed-in",
                "two-factor-notice.ftl",
                with(common(), "kind", "not-signed-in", "again", "https://login.example.org/realms/acme/account")));
        for (String kind : List.of("ended", "ended-codes", "ended-set-up", "ended-replace")) {
            pages.add(new PageState(
                    "notice-" + kind,
                    "two-factor-notice.ftl",
                    with(common(), "kind", kind, "again", "https://login.example.org/login-actions/restart")));
        }
        pages.add(new PageState(
                "notice-text-only-support",
                "two-factor-notice.ftl",
                with(common(), "kind", "unavailable", "support", Map.of("text", "Call the help desk on 555-0100."))));
        pages.add(new PageState(
                "notice-help",
                "two-factor-notice.ftl",
                with(common(), "kind", "unavailable", "support", Map.of("help", "https://help.example.org/2fa"))));
        pages.add(new PageState("notice-no-support", "two-factor-notice.ftl", Map.of("kind", "unavailable")));
    }

    private static Map<String, Object> common() {
        return Map.of("account", "alice", "issuer", "Acme", "support", Map.of("url", "https://help.example.org/"));
    }

    private static Map<String, Object> waitOf(int seconds) {
        return Map.of("seconds", seconds, "clock", "14:03 UTC", "until", "2026-11-22T14:03:00Z");
    }

    private static Map<String, Object> with(Map<String, Object> base, Object... pairs) {
        Map<String, Object> values = new LinkedHashMap<>(base);
        for (int i = 0; i < pairs.length; i += 2) {
            values.put((String) pairs[i], pairs[i + 1]);
        }
        return values;
    }
}
