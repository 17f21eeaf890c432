package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision record says when it was made and whether it still holds, and needs nothing that is not in the project. */
final class DecisionsTest {

    private static final Pattern HEAD = Pattern.compile(
            "# (\\d+)\\. [^\n]+\n\nDate: \\d{4}-\\d{2}-\\d{2}\\. Status: (?:accepted|superseded)\\b[^\n]*\\.\n\n.*",
            Pattern.DOTALL);
    private static final Pattern NUMBER_OF_THE_FILE = Pattern.compile("0*(\\d+)-[a-z-]+\\.md");
    private static final Pattern CITATION = Pattern.compile("\\b[Dd]ecisions? (\\d+)\\b(?! of)");
    private static final Pattern OUTSIDE =
            Pattern.compile("\\b[Tt]he (?:design(?:'s| page)?\\b(?! of)|issue\\b|requirements page)");

    static List<Document> decisions() {
        return Document.all().stream()
                .filter(document -> document.path().startsWith("docs/decisions"))
                .toList();
    }

    static List<Document> documents() {
        return Document.all();
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void everyRecordHasItsNumberADateAndAStatus(Document decision) {
        var head = HEAD.matcher(decision.text());
        assertThat(head.matches()).as("the head of the record").isTrue();
        assertThat(head.group(1)).isEqualTo(number(decision));
    }

    @Test
    void noNumberIsGivenTwice() {
        assertThat(decisions().stream().map(DecisionsTest::number)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatADocumentCitesIsInTheProject(Document document) {
        assertThat(CITATION.matcher(document.text()).results().map(citation -> citation.group(1)))
                .isSubsetOf(decisions().stream().map(DecisionsTest::number).toList());
        assertThat(OUTSIDE.matcher(document.text()).results().map(words -> words.group()))
                .isEmpty();
    }

    private static String number(Document decision) {
        var name = NUMBER_OF_THE_FILE.matcher(decision.path().getFileName().toString());
        assertThat(name.matches()).as("%s", decision).isTrue();
        return name.group(1);
    }
}
