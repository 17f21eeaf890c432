package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.server.AuthenticatorApp;

/** Somebody in front of a page, who finds things by what is written on them. */
final class Person {

    private final Page page;

    Person(Page page) {
        this.page = page;
    }

    Page page() {
        return page;
    }

    Person open(String address) {
        page.navigate(address);
        return this;
    }

    /** Fills in Keycloak's own form. */
    Person signIn(String name, String password) {
        page.getByRole(AriaRole.TEXTBOX, named("Username or email")).fill(name);
        page.getByRole(AriaRole.TEXTBOX, named("Password")).fill(password);
        return press("Sign In");
    }

    Person press(String label) {
        button(label).click();
        return this;
    }

    Person type(String label, String text) {
        field(label).fill(text);
        return this;
    }

    Person tick(String label) {
        box(label).check();
        return this;
    }

    /** Each of these stands on the page, in full and in an element of its own, for everyone to see. */
    Person reads(String... texts) {
        for (String text : texts) {
            assertThat(text(text)).isVisible();
        }
        return this;
    }

    Person doesNotRead(String... texts) {
        for (String text : texts) {
            assertThat(page.getByText(text, new Page.GetByTextOptions().setExact(true)))
                    .hasCount(0);
        }
        return this;
    }

    /** Waits for the page with that heading. */
    Person arrivesAt(String heading) {
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(heading).setLevel(1).setExact(true)))
                .isVisible();
        return this;
    }

    /** The app that has scanned the address behind the page's link. */
    AuthenticatorApp scans() {
        return AuthenticatorApp.ofUri(link("Set up on this device").getAttribute("href"));
    }

    Locator button(String label) {
        return page.getByRole(AriaRole.BUTTON, named(label));
    }

    Locator link(String label) {
        return page.getByRole(AriaRole.LINK, named(label));
    }

    Locator field(String label) {
        return page.getByRole(AriaRole.TEXTBOX, named(label));
    }

    Locator box(String label) {
        return page.getByRole(AriaRole.CHECKBOX, named(label));
    }

    private Locator text(String text) {
        return page.getByText(text, new Page.GetByTextOptions().setExact(true)).first();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
