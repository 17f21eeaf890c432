package io.github.keycloaktwofactor.server;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real browser for a test, used with {@code @RegisterExtension}. It starts with the first page that is asked for and
 * serves the whole run; every page has cookies of its own and is closed after its test. A test that fails leaves a
 * picture of each of its pages.
 */
public final class Chromium implements AfterEachCallback {
    private static final Path SYSTEM = Path.of("/usr/bin/chromium");

    /** Long, because a machine of two cores that draws a page without a graphics card can take its time. */
    private static final int PATIENCE_MILLIS = 45_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    private static @Nullable Browser browser;
    private static @Nullable Browser keepingPages;

    private final List<Page> pages = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    /** A page of a standard browser. */
    public Page page() {
        return page(ChromiumOptions.standard());
    }

    public Page page(ChromiumOptions options) {
        BrowserContext context = browser(options.keepsPages()).newContext(options.context());
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        pages.add(page);
        return page;
    }

    /** What the test's pages wrote to the console as errors: failing scripts, violations of the content security policy. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** One more page of the same browser window: a tab with the same cookies. */
    public Page tab(Page page) {
        return page.context().newPage();
    }

    /**
     * Saves the whole page, its web fonts loaded, as {@code target/screenshots/<name>.png}.
     *
     * @return the picture, for example to read a QR code from
     */
    public byte[] shot(Page page, String name) {
        page.evaluate("() => document.fonts.ready.then(() => true)");
        return page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Distribution.target().resolve("screenshots").resolve(name + ".png")));
    }

    /** Fills in Keycloak's username and password form. */
    public void signIn(Page page, String username, String password) {
        page.locator("#username").fill(username);
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
    }

    /** Whether the page is the application's own, with an authorisation code. */
    public boolean signedIn(Page page) {
        page.waitForLoadState();
        return page.url().startsWith(CallbackPage.address()) && page.url().contains("code=");
    }

    /** Waits until the page is the application's own, with an authorisation code. */
    public void awaitSignedIn(Page page) {
        page.waitForURL(url -> url.startsWith(CallbackPage.address()) && url.contains("code="));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        boolean failed = context.getExecutionException().isPresent();
        for (int i = 0; i < pages.size(); i++) {
            Page page = pages.get(i);
            if (failed && !page.isClosed()) {
                picture(page, nameOf(context) + "-" + i);
            }
            page.context().close();
        }
        pages.clear();
        complaints.clear();
    }

    private static void picture(Page page, String name) {
        try {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Distribution.target().resolve("screenshots/failed/" + name + ".png")));
        } catch (PlaywrightException beyondPictures) {
            System.err.println("No picture of " + name + ": " + beyondPictures.getMessage());
        }
    }

    private static String nameOf(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "-"
                + context.getRequiredTestMethod().getName();
    }

    private static synchronized Browser browser(boolean keepsPages) {
        Browser running = keepsPages ? keepingPages : browser;
        if (running == null) {
            running = start(keepsPages);
            if (keepsPages) {
                keepingPages = running;
            } else {
                browser = running;
            }
        }
        return running;
    }

    private static Browser start(boolean keepsPages) {
        boolean system = Files.isExecutable(SYSTEM);
        Map<String, String> environment = new HashMap<>();
        BrowserType.LaunchOptions launch = new BrowserType.LaunchOptions()
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking"));
        if (keepsPages) {
            launch.setIgnoreDefaultArgs(List.of("--disable-back-forward-cache"));
        }
        if (system) {
            environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
            launch.setExecutablePath(SYSTEM);
        }
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        return playwright.chromium().launch(launch);
    }
}
