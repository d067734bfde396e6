package dev.sluice.api.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.sluice.api.page.SharedChromium.Size;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The machine's own Chromium, driven by Playwright; none is downloaded. For one thread. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final double LIMIT_MILLIS = 15_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Chromium(Path program) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setChromiumSandbox(false)
                        .setArgs(List.of("--disable-gpu", "--disable-dev-shm-usage")));
    }

    /** Skips the test with one line if there is none; fails it instead where {@code SLUICE_REQUIRE=all}. */
    static Chromium start() {
        Optional<Path> program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(path -> path.toFile().canExecute())
                .findFirst();
        if (program.isEmpty()) {
            String line = "needs the program chromium, which is not installed";
            if ("all".equals(System.getenv("SLUICE_REQUIRE"))) {
                Assertions.fail(line);
            }
            System.out.println("SKIPPED: a test " + line);
            Assumptions.abort(line);
        }
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLIS);
        return new Chromium(program.orElseThrow());
    }

    /** A window of its own, with nothing kept from another. */
    Page open(Size size, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(size.width(), size.height())
                .setHasTouch(size == Size.PHONE)
                .setIsMobile(size == Size.PHONE)
                .setColorScheme(scheme));
        context.setDefaultTimeout(LIMIT_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith("http://127.0.0.1:")) {
                complaints.add("asked elsewhere: " + request.url());
            }
        });
        return page;
    }

    /** What pages have complained of since this was asked last. */
    List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.removeAll(all);
        return all;
    }

    void closeWindows() {
        browser.contexts().forEach(BrowserContext::close);
        complaints.clear();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
