package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.server.AuthenticatorApp;

/** Somebody in front of a page, who finds things by what is written on them. */
public final class PageReader {

    private final Page page;

    public PageReader(Page page) {
        this.page = page;
    }

    public Page page() {
        return page;
    }

    public PageReader open(String address) {
        page.navigate(address);
        return this;
    }

    /** Fills in Keycloak's own form. */
    public PageReader signIn(String name, String password) {
        page.getByRole(AriaRole.TEXTBOX, named("Username or email")).fill(name);
        page.getByRole(AriaRole.TEXTBOX, named("Password")).fill(password);
        return press("Sign In");
    }

    public PageReader press(String label) {
        button(label).click();
        return this;
    }

    public PageReader type(String label, String text) {
        field(label).fill(text);
        return this;
    }

    public PageReader tick(String label) {
        box(label).check();
        return this;
    }

    /** Each of these stands on the page, in full and in an element of its own, for everyone to see. */
    public PageReader reads(String... texts) {
        for (String text : texts) {
            assertThat(text(text)).isVisible();
        }
        return this;
    }

    public PageReader doesNotRead(String... texts) {
        for (String text : texts) {
            assertThat(page.getByText(text, new Page.GetByTextOptions().setExact(true)))
                    .hasCount(0);
        }
        return this;
    }

    /** Waits for the page with that heading. */
    public PageReader arrivesAt(String heading) {
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(heading).setLevel(1).setExact(true)))
                .isVisible();
        return this;
    }

    /** The app that has scanned the address behind the page's link. */
    public AuthenticatorApp scans() {
        // Without JavaScript the server has to be told first.
        if (button("Set up on this device").count() > 0) {
            press("Set up on this device");
        }
        return AuthenticatorApp.ofUri(link("Set up on this device").getAttribute("href"));
    }

    /** What was copied last. The page's context must allow it to be read. */
    public String clipboard() {
        return (String) page.evaluate("() => navigator.clipboard.readText()");
    }

    public Locator button(String label) {
        return page.getByRole(AriaRole.BUTTON, named(label));
    }

    public Locator link(String label) {
        return page.getByRole(AriaRole.LINK, named(label));
    }

    public Locator field(String label) {
        return page.getByRole(AriaRole.TEXTBOX, named(label));
    }

    public Locator box(String label) {
        return page.getByRole(AriaRole.CHECKBOX, named(label));
    }

    private Locator text(String text) {
        return page.getByText(text, new Page.GetByTextOptions().setExact(true)).first();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
