package dev.sluice.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.sluice.api.page.Chromium.Size;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** How every view looks, by what can be measured: nothing serious for axe-core, no overflow, no complaint of the browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageViewsIT {
    private static final String ROUTE =
            "route?fleet=default&id=Ingress%2Fshop%2Fweb-0000%7Cweb-0000.shop.example%7CPrefix%7C%2F";
    private static final Map<String, String> VIEWS = Map.of(
            "",
            ".figures",
            "routes",
            ".longbody a",
            ROUTE,
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
            "history?fleet=default&release=5be0417c2d91f3aa",
            ".difference");
    /** {@code -Dpage.pictures=FOLDER} keeps what was seen. */
    private static final String PICTURES = System.getProperty("page.pictures", "");

    private Chromium chromium;
    private FixtureServer server;
    private String axe;

    @BeforeAll
    void begin() throws IOException {
        chromium = Chromium.start();
        server = new FixtureServer(0);
        server.fillReceipt("Ingress shop/web-0000", 2);
        axe = resource("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js");
    }

    @AfterAll
    void end() {
        if (chromium != null) {
            chromium.close();
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyViewMayBeUsedByEverybody() {
        return Stream.of(
                        List.of(Size.DESKTOP, ColorScheme.LIGHT),
                        List.of(Size.DESKTOP, ColorScheme.DARK),
                        List.of(Size.PHONE, ColorScheme.LIGHT))
                .flatMap(how -> windowWith((Size) how.get(0), (ColorScheme) how.get(1)));
    }

    private Stream<DynamicTest> windowWith(Size size, ColorScheme scheme) {
        Page[] page = new Page[1];
        return VIEWS.keySet().stream()
                .sorted()
                .map(view -> DynamicTest.dynamicTest(size + " " + scheme + " /" + view, () -> {
                    if (page[0] == null) {
                        page[0] = chromium.open(size, scheme);
                    }
                    look(page[0], view, size + "-" + scheme);
                }));
    }

    private void look(Page page, String view, String how) {
        page.navigate(server.address() + "/#/" + view);
        page.locator("#view " + VIEWS.get(view)).first().waitFor();
        page.getByText("Live from sluice-0").waitFor();
        if (!PICTURES.isEmpty()) {
            String name =
                    (view.isEmpty() ? "overview" : view.replaceAll("\\?.*", "")) + "-" + how.toLowerCase(Locale.ROOT);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(PICTURES, name + ".png"))
                    .setFullPage(how.startsWith("PHONE")));
        }
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("what is too wide")
                .isEqualTo(0);
        page.evaluate(axe + "; undefined");
        Object serious = page.evaluate(
                "axe.run().then(found => found.violations.filter(one => ['serious', 'critical'].includes(one.impact))"
                        + ".map(one => one.id + ': ' + one.nodes.map(node => node.html + ' ' + node.failureSummary).slice(0, 3).join(' | ')))");
        assertThat((List<?>) serious).isEmpty();
        assertThat(chromium.complaints()).isEmpty();
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(PageViewsIT.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
