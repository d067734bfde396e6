package dev.sluice.bench.scale;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The web page of one replica as a process, with a large table and many simulated data planes, in Chromium: when a first visit is
 * painted and what it fetches, how it scrolls, and how soon it shows that a change is live. Arguments: the checkout, then the
 * options of {@link Options}.
 */
public final class PageBench {
    private static final long LIMIT_MILLIS = 60_000;
    private static final int FRAMES = 600;

    /** When the overview's figures are first there, and when each state of a receipt is first shown as live. */
    private static final String WATCHING = """
            window.shown = { figures: 0, live: {} };
            new MutationObserver(() => {
              shown.figures ||= document.querySelector('.figures') ? performance.now() : 0;
              const facts = document.querySelector('.receipt .facts code');
              if (facts && document.querySelector('.receipt .lead .badge.good')) {
                shown.live[facts.textContent] ??= performance.timeOrigin + performance.now();
              }
            }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
            """;

    private static final String VISIT = """
            () => {
              const [page] = performance.getEntriesByType('navigation');
              const files = performance.getEntriesByType('resource');
              const sum = (all) => all.reduce((bytes, one) => bytes + one.encodedBodySize, 0);
              return {
                paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
                figures: shown.figures,
                files: sum([page, ...files.filter((one) => one.name.includes('/page/'))]) / 1000,
                answers: sum(files.filter((one) => one.name.includes('/api/'))) / 1000,
              };
            }
            """;

    private static final String SCROLL = """
            (frames) => new Promise((resolve) => {
              const list = document.querySelector('.longlist');
              const times = [];
              let rows = 0;
              let last = performance.now();
              const next = (now) => {
                times.push(now - last);
                last = now;
                rows = Math.max(rows, document.querySelectorAll('.longbody .longrow').length);
                list.scrollTop += 3 * 48;
                times.length <= frames ? requestAnimationFrame(next) : resolve({ times: times.slice(1), rows });
              };
              requestAnimationFrame(next);
            })
            """;

    private final Options options;
    private final Site site;
    private final Results results;
    private int changes;

    private PageBench(Options options, Site site) {
        this.options = options;
        this.site = site;
        this.results = site.results();
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments);
        try (Backend a = Backend.start('A');
                Backend b = Backend.start('B')) {
            Site site = Site.of(options, a, b);
            String chromium = new PageBench(options, site).run();
            site.write(
                    "page",
                    arguments,
                    "%d simulated data planes; Chromium %s, headless, 1440 x 900"
                            .formatted(options.of("data-planes"), chromium));
        }
        System.exit(0); // gRPC's threads are not all daemons
    }

    /** Returns the version of the browser. */
    private String run() throws Exception {
        try (ApiServer api = site.apiServer();
                Plane controlPlane = site.controlPlane(api, Map.of());
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium())
                                .setChromiumSandbox(false)
                                .setArgs(List.of("--disable-gpu", "--disable-dev-shm-usage")))) {
            controlPlane.awaitReady(site.apiPort());
            try (Followers followers = Followers.start(site.discoveryPort(), options.of("data-planes"))) {
                followers.awaitAnswered(LIMIT_MILLIS);
                visits(browser);
                scrolling(browser);
                changes(browser, followers);
            }
            return browser.version();
        }
    }

    private static Path chromium() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "chromium"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("needs the program chromium, which is not installed"));
    }

    /** From one backend to the other. */
    private void change() {
        site.route(changes++ % 2 == 0 ? 'B' : 'A');
    }

    private Page open(Browser browser, String view) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 900));
        Page page = context.newPage();
        page.addInitScript(WATCHING);
        page.navigate("http://127.0.0.1:" + site.apiPort() + "/#/" + view);
        page.getByText("Live from").waitFor();
        return page;
    }

    /** Each in a window with nothing kept; the first ones warm up the control plane and the browser, and do not count. */
    private void visits(Browser browser) {
        int visits = options.of("visits");
        double[][] figures = new double[4][visits];
        for (int i = -3; i < visits; i++) {
            Page page = open(browser, "");
            page.waitForFunction("shown.figures > 0");
            Map<?, ?> visit = (Map<?, ?>) page.evaluate(VISIT);
            page.context().close();
            if (i >= 0) {
                figures[0][i] = number(visit, "paint");
                figures[1][i] = number(visit, "figures");
                figures[2][i] = number(visit, "files");
                figures[3][i] = number(visit, "answers");
            }
        }
        tell("first contentful paint", "1000 ms", figures[0], "ms");
        tell("the overview is there", "", figures[1], "ms");
        results.samples("files compressed", figures[2], "kB");
        results.samples("answers of the API", figures[3], "kB");
        results.figure("files of the first view, compressed", "300 kB", Results.percentile(figures[2], 1), "kB");
        results.figure("answers of the API for it", "", Results.percentile(figures[3], 1), "kB");
    }

    private void scrolling(Browser browser) {
        Page page = open(browser, "routes");
        page.locator(".longbody a").first().waitFor();
        Map<?, ?> scrolled = (Map<?, ?>) page.evaluate(SCROLL, FRAMES);
        page.context().close();
        double[] millis = ((List<?>) Objects.requireNonNull(scrolled.get("times")))
                .stream().mapToDouble(time -> ((Number) time).doubleValue()).toArray();
        tell("a frame while the list of routes scrolls by 3 rows each", "", millis, "ms");
        results.sample("rows made at most", 0, number(scrolled, "rows"), "");
        results.figure("rows of the list that are elements, at most", "", number(scrolled, "rows"), "");
    }

    /** From the last data plane's Ack until the page shows that the object's newest state is live. */
    private void changes(Browser browser, Followers followers) throws InterruptedException, TimeoutException {
        double[] millis = new double[options.of("samples")];
        Page page = open(browser, "changes?kind=Ingress&namespace=" + Site.NAMESPACE + "&name=" + Site.ROUTE);
        page.waitForFunction("Object.keys(shown.live).length > 0");
        for (int i = -5; i < millis.length; i++) {
            TimeUnit.MILLISECONDS.sleep(300 + i * 37 % 200); // a rate, not a wait
            int before = number(page);
            followers.expect();
            change();
            double acknowledged = wallMillis(followers.awaitAnswered(LIMIT_MILLIS));
            page.waitForFunction("before => Object.keys(shown.live).length > before", before);
            double shown = ((Number) page.evaluate("Math.max(...Object.values(shown.live))")).doubleValue();
            if (i >= 0) {
                millis[i] = Math.max(0, shown - acknowledged);
            }
        }
        page.context().close();
        tell("a change is shown as live after the last Ack", "200 ms", millis, "ms");
    }

    private static int number(Page page) {
        return ((Number) page.evaluate("Object.keys(shown.live).length")).intValue();
    }

    /** Of this machine's clock, which the browser's are of, too. */
    private static double wallMillis(long nanoTime) {
        Instant now = Instant.now();
        double millis = now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
        return millis - (System.nanoTime() - nanoTime) / 1e6;
    }

    private static double number(Map<?, ?> object, String name) {
        Object value = object.get(name);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalStateException(name + ": expected a number, was " + value);
    }

    private void tell(String what, String wanted, double[] values, String unit) {
        results.samples(what, values, unit);
        results.figure(what + ", p50", wanted, Results.percentile(values, 0.5), unit);
        results.figure(what + ", p99", wanted, Results.percentile(values, 0.99), unit);
    }
}
