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
 * Reads stored values. One that cannot be used is answered with the strictest value of its setting and noted as a
 * problem. Saving and using the settings share this class, so whatever was saved can be used.
 */
final class SettingsReader {

    static final List<String> OTHER_FACTORS = List.of("webauthn", "webauthn-passwordless");
    /** An empty list cannot be stored, so accepting no other factor has a word of its own. */
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

    /** Lists that have an empty element, as far as lists have been read. */
    List<SettingProblem> emptyElements() {
        return List.copyOf(emptyElements);
    }

    /** Keys that are no setting, in alphabetical order. */
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

    /** A number that must not lie below another one; where it does, the other one holds. */
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

    /** An address that a link on a login page may have; anything else, {@code javascript:} above all, is left out. */
    String link(Setting setting) {
        return link(setting, true, "is not an address that starts with https://, http:// or mailto:");
    }

    /** The same, but only for a page of the web. */
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
