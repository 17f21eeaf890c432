package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which saves require two-factor of more users. The settings of a line are {@code key=value}, joined by a blank. */
class RequirementTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "'', requireEveryone=true, true",
        "'', requireAdmins=true, true",
        "'', requiredRoles=a, true",
        "'', exemptRoles=a, false",
        "requireEveryone=true, requireEveryone=true, false",
        "requireEveryone=true, requireEveryone=false, false",
        "requireEveryone=true, requireEveryone=true requireAdmins=true requiredRoles=a, false",
        "requireEveryone=true, requiredRoles=a, false",
        "requiredRoles=a, requiredRoles=a##b, true",
        "requiredRoles=a##b, requiredRoles=b, false",
        "requiredRoles=a, requiredRoles=b, true",
        "requiredRoles=a, requiredRoles=a supportText=x, false",
        "requireEveryone=true exemptRoles=a, requireEveryone=true, true",
        "requireEveryone=true exemptRoles=a, requireEveryone=true exemptRoles=a##b, false",
        "requireEveryone=true exemptRoles=a, exemptRoles=b, false",
        "requireAdmins=true, requireAdmins=true adminRoles=a, true",
        "requireAdmins=true adminRoles=a##b, requireAdmins=true adminRoles=a, false",
        "requireAdmins=true adminRoles=a, requireAdmins=true adminRoles=a##b, true",
        "requireAdmins=true adminRoles=a, requireAdmins=true, true",
        "adminRoles=a, adminRoles=b, false",
        "adminRoles=a, adminRoles=a requireAdmins=true, true",
        "'', requireEveryone=true mode=REPORT_ONLY, false",
        "requireEveryone=true mode=REPORT_ONLY, requireEveryone=true, true",
        "requiredRoles=a mode=REPORT_ONLY, requiredRoles=a, true",
        "requireEveryone=true, requireEveryone=true mode=REPORT_ONLY, false",
    })
    void aSaveRequiresMoreWhenThereMayBeAUserOfWhomItIsNew(String before, String after, boolean more) {
        assertThat(of(after).requiresMoreThan(of(before))).isEqualTo(more);
    }

    private static Requirement of(String settings) {
        return Requirement.of(PolicySettings.from(config(settings)));
    }

    static Map<String, String> config(String settings) {
        Map<String, String> config = new HashMap<>();
        Stream.of(settings.split(" ")).filter(setting -> !setting.isEmpty()).forEach(setting -> {
            String[] pair = setting.split("=", 2);
            config.put(pair[0], pair[1]);
        });
        return config;
    }
}
