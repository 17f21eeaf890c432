package io.github.keycloaktwofactor.pages;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The forms of a text with a number, and which of them a rule uses. */
final class PluralForms {

    static final List<String> ALL = List.of("one", "two", "few", "many");

    static final Map<String, Set<String>> USED = Map.of(
            "one-many", Set.of("one", "many"),
            "none", Set.of("many"),
            "french", Set.of("one", "many"),
            "polish", Set.of("one", "few", "many"),
            "ukrainian", Set.of("one", "few", "many"),
            "arabic", Set.of("one", "two", "few", "many"));

    private static final Map<String, Set<String>> OF_ONE_NUMBER = Map.of(
            "one-many", Set.of("one"),
            "polish", Set.of("one"),
            "arabic", Set.of("one", "two"));

    private PluralForms() {}

    /** Whether a form stands for one number only, so that the number may be a word of the text. */
    static boolean mayLeaveOutTheNumber(String rule, String key) {
        return OF_ONE_NUMBER.getOrDefault(rule, Set.of()).stream().anyMatch(form -> key.endsWith("-" + form));
    }
}
