package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import freemarker.cache.ClassTemplateLoader;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateMethodModelEx;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which form of a text a number takes. */
final class PluralTest {

    private static final String LISTED = """
            <#import "two-factor-plural.ftl" as plural>
            <#list numbers as number>${plural.counted("x", number)}<#sep> </#sep></#list>""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one-many   | 0 1 2 5 11 21 101                    | many one many many many many many
            none       | 0 1 2 11                             | many many many many
            french     | 0 1 2 11 21 101                      | one one many many many many
            polish     | 0 1 2 4 5 11 12 14 21 22 25 112 122  | many one few few many many many many many few many many few
            ukrainian  | 0 1 2 4 5 11 12 14 21 22 25 111 121  | many one few few many many many many one few many many one
            arabic     | 0 1 2 3 10 11 99 100 102 103 110 111 | many one two few few many many many many few few many
            no-rule-of | 0 1 2 11                             | many one many many
            """)
    void aNumberTakesTheFormOfItsLanguage(String rule, String numbers, String forms) {
        assertThat(formsOf(rule, numbers)).isEqualTo(forms);
    }

    private static String formsOf(String rule, String numbers) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_32);
        configuration.setLocalizedLookup(false);
        configuration.setTemplateLoader(new ClassTemplateLoader(PluralTest.class, "/theme-resources/templates"));
        TemplateMethodModelEx msg = arguments -> {
            String key = arguments.get(0).toString();
            return key.equals("two-factor-plural") ? rule : key.replace("x-", "");
        };
        List<Integer> all =
                List.of(numbers.split(" ")).stream().map(Integer::valueOf).collect(Collectors.toList());
        StringWriter out = new StringWriter();
        try {
            new Template("listed", LISTED, configuration).process(Map.of("msg", msg, "numbers", all), out);
        } catch (IOException | TemplateException e) {
            throw new IllegalStateException(e);
        }
        return out.toString().strip();
    }
}
