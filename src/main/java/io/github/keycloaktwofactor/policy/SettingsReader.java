package io.github.keycloaktwofactor.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parses stored values. An unusable one yields the strictest value of its setting and a problem. Saving and reading
 * share this class, so whatever was saved can be used.
 */
final class SettingsReader {

    static final List<String> OTHER_FACTORS = List.of("webauthn", "webauthn-passwordless");
    /** An empty list cannot be stored, so "no other factor" has its own value. */
    static final String NO_OTHER_FACTOR = "none";

    private final Map<String, String> stored;
    private final List<SettingProblem> problems = new ArrayList<>();
    private final Set<SettingProblem> emptyElements = new LinkedHashSet<>();

    SettingsReader(Map<String, String> stored) {
        this.stored = stored;
    }

    List<SettingProblem> problems() {
        return List.copyOf(problems);
    }

    /** Lists with an empty element, among the lists read so far. */
    List<SettingProblem> emptyElements() {
        return List.copyOf(emptyElements);
    }

    /** Unknown keys, in alphabetical order. */
    List<UnknownSetting> unknown() {
        return stored.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .map(Map.Entry::getKey)
                .filter(key -> Setting.of(key).isEmpty() && !SavedMeaning.isKey(key))
                .sorted()
                .map(UnknownSetting::new)
                .toList();
    }

    SavedMeaning saved() {
        return SavedMeaning.from(stored);
    }

    boolean flag(Setting setting) {
        return flag(setting, true);
    }

    boolean flag(Setting setting, boolean strictest) {
        String value = value(setting);
        boolean yes = value.equalsIgnoreCase("true");
        if (yes || value.equalsIgnoreCase("false")) {
            return yes;
        }
        problem(setting, value, "is neither true nor false");
        return strictest;
    }

    int number(Setting setting, int min, int max, int strictest) {
        String value = value(setting);
        if (value.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (min <= number && number <= max) {
                return number;
            }
        }
        problem(setting, value, "is not a whole number from %d to %d".formatted(min, max));
        return strictest;
    }

    /** A number with another setting as its lower bound; if it is below, the bound applies. */
    int numberFrom(Setting setting, int number, Setting floor, int least) {
        if (number < least) {
            problem(setting, value(setting), "is less than %s, which is %d".formatted(floor.key(), least));
        }
        return Math.max(number, least);
    }

    List<String> names(Setting setting) {
        String value = value(setting);
        if (StoredList.hasEmptyElement(value)) {
            emptyElements.add(new SettingProblem(setting, SettingProblem.quote(value) + " has an empty item"));
        }
        return StoredList.split(value);
    }

    Set<String> otherFactors(Setting setting) {
        Set<String> chosen = new LinkedHashSet<>(names(setting));
        boolean none = chosen.remove(NO_OTHER_FACTOR);
        boolean readable = true;
        for (String factor : chosen) {
            if (!OTHER_FACTORS.contains(factor)) {
                readable = false;
                problem(setting, factor, "is not one of webauthn, webauthn-passwordless and none");
            }
        }
        if (none && !chosen.isEmpty()) {
            problem(setting, NO_OTHER_FACTOR, "cannot stand beside other values");
        }
        return none || !readable ? Set.of() : Set.copyOf(chosen);
    }

    <E extends Enum<E>> E choice(Setting setting, Class<E> choices, E strictest) {
        String value = value(setting);
        for (E choice : choices.getEnumConstants()) {
            if (choice.name().equals(value)) {
                return choice;
            }
        }
        problem(setting, value, "is not one of " + List.of(choices.getEnumConstants()));
        return strictest;
    }

    String text(Setting setting) {
        return value(setting);
    }

    /** A URL that is safe for a link on a login page; any other, {@code javascript:} in particular, is dropped. */
    String link(Setting setting) {
        return link(setting, true, "is not an address that starts with https://, http:// or mailto:");
    }

    /** The same, but only http and https. */
    String webLink(Setting setting) {
        return link(setting, false, "is not an address that starts with https:// or http://");
    }

    private String link(Setting setting, boolean mail, String fault) {
        String value = value(setting);
        if (value.isEmpty() || isLink(value, mail)) {
            return value;
        }
        problem(setting, value, fault);
        return "";
    }

    private static boolean isLink(String value, boolean mail) {
        try {
            URI uri = new URI(value);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return switch (scheme) {
                case "https", "http" -> uri.getRawAuthority() != null;
                case "mailto" -> mail && uri.getRawSchemeSpecificPart().contains("@");
                default -> false;
            };
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private String value(Setting setting) {
        String value = stored.get(setting.key());
        return value == null || value.isBlank() ? setting.standard() : value.strip();
    }

    private void problem(Setting setting, String value, String what) {
        problems.add(new SettingProblem(setting, SettingProblem.quote(value) + " " + what));
    }
}
