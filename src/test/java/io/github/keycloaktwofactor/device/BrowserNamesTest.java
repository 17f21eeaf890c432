package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserNamesTest {

    @ParameterizedTest
    @CsvSource({
        "Firefox/143.0, Ubuntu, Firefox, Ubuntu, 'Firefox, Ubuntu'",
        "Mobile Safari/18.1, iOS, Mobile Safari, iOS, 'Mobile Safari, iOS'",
        "Other/Unknown, Other, '', '', ''",
        "Chrome/1.2.3, Other, Chrome, '', Chrome",
        ", , '', '', ''"
    })
    void showsWhatThePersonKnowsTheDeviceBy(
            String browser, String system, String shownBrowser, String shownSystem, String label) {
        BrowserNames names = BrowserNames.of(browser, system);

        assertThat(names).isEqualTo(new BrowserNames(shownBrowser, shownSystem));
        assertThat(names.label()).isEqualTo(label);
    }

    @Test
    void namesNothingThatTheBrowserMadeUp() {
        BrowserNames names = BrowserNames.of("Secure your account at evil.com now/1.0", "http://evil.com");

        assertThat(names).isEqualTo(new BrowserNames("", ""));
    }
}
