package dev.sluice.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.sluice.api.page.SharedChromium.Size;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How every view looks, by what can be measured: nothing serious for axe-core in either scheme, no overflow, no complaint of the
 * browser.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageViewsIT {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    /** What is there once a view is. */
    private static final Map<String, String> VIEWS = new TreeMap<>(Map.of(
            "",
            ".figures",
            "routes",
            ".longbody a",
            "route?fleet=default&id=Ingress%2Fshop%2Fweb-0000%7Cweb-0000.shop.example%7CPrefix%7C%2F",
            ".receipt",
            "fleet",
            "tbody tr",
            "changes?namespace=shop&name=web-0000",
            ".receipt",
            "problems",
            "tbody tr",
            "certificates",
            "tbody tr",
            "explain?host=web-0000.shop.example&path=%2Fapi%2Fcart&scheme=https",
            ".rules .wins",
            "explain?request-id=7f3a",
            ".facts",
            "history?fleet=default&release=5be0417c2d91f3aa",
            ".difference"));

    private static final String SERIOUS = """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .filter(({ impact }) => ['serious', 'critical'].includes(impact))
                .map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).slice(0, 3).join(' | '))
            """;
    /** {@code -Dpage.pictures=FOLDER} keeps what was seen. */
    private static final String PICTURES = System.getProperty("page.pictures", "");

    private final Map<Size, Page> windows = new EnumMap<>(Size.class);
    private FixtureServer server;
    private String axe;

    @BeforeAll
    void begin() throws IOException {
        server = new FixtureServer(0);
        server.fillReceipt("Ingress shop/web-0000", 2);
        axe = resource("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js");
    }

    @AfterAll
    void end() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> everyViewMayBeUsedByEverybody() {
        return Stream.of(Size.values())
                .flatMap(size -> VIEWS.keySet().stream()
                        .map(view -> DynamicTest.dynamicTest(size + " /" + view, () -> look(size, view))));
    }

    @TestFactory
    Stream<DynamicTest> soMayWhatStandsBeforeAView() {
        return Stream.of(Size.values())
                .map(size -> DynamicTest.dynamicTest(size + " roll back", () -> {
                    Page page = at(size, "history?fleet=default&release=c07719fe4420be51");
                    button(page, "What going back to it would change");
                    button(page, "Roll back to it…");
                    assertThat(page.locator("dialog")).containsText("1 resource added");
                    usable(page, "rollback", size);
                    page.keyboard().press("Escape");
                    assertThat(page.locator("dialog")).hasCount(0);
                }));
    }

    @TestFactory
    Stream<DynamicTest> soMayAPageWhoseServerIsLost() {
        return Stream.of(Size.values())
                .map(size -> DynamicTest.dynamicTest(size + " lost", () -> {
                    try (FixtureServer lost = new FixtureServer(0)) {
                        Page page = CHROMIUM.open(size, ColorScheme.LIGHT);
                        page.navigate(lost.address());
                        assertThat(page.locator("#connection")).hasText("Live from sluice-0");
                        lost.stop();
                        assertThat(page.locator(".banner.lost")).isVisible();
                        page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))");
                        accessible(page);
                        page.context().close();
                        CHROMIUM.complaints(); // of the server's being lost
                    }
                }));
    }

    private void look(Size size, String view) {
        Page page = at(size, view);
        page.locator("#view " + VIEWS.get(view)).first().waitFor();
        usable(page, name(view), size);
    }

    private Page at(Size size, String view) {
        Page page = windows.computeIfAbsent(size, key -> CHROMIUM.open(key, ColorScheme.LIGHT));
        page.navigate(server.address() + "/#/" + view);
        assertThat(page.locator("#connection")).hasText("Live from sluice-0");
        return page;
    }

    private void usable(Page page, String name, Size size) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            picture(page, String.join("-", name, size.name(), scheme.name()).toLowerCase(Locale.ROOT));
            accessible(page);
        }
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("what is too wide")
                .isEqualTo(0);
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    private void accessible(Page page) {
        if (!(boolean) page.evaluate("'axe' in window")) {
            page.evaluate(axe + "; undefined");
        }
        assertThat((List<?>) page.evaluate(SERIOUS)).isEmpty();
    }

    private static void picture(Page page, String name) {
        if (!PICTURES.isEmpty()) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(PICTURES, name + ".png"))
                    .setFullPage(!name.startsWith("rollback")));
        }
    }

    private static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }

    private static String name(String view) {
        if (view.contains("request-id")) {
            return "request";
        }
        return view.isEmpty() ? "overview" : view.replaceAll("\\?.*", "");
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(PageViewsIT.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
