package dev.sluice.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.sluice.api.page.SharedChromium.Size;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do with the page, in a real browser, against a status API that is made up. */
final class PageUseIT {
    private static final String WEB = "Ingress shop/web-0000";

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    private FixtureServer server;
    private Page page;

    @BeforeEach
    void open() throws IOException {
        server = new FixtureServer(0);
        page = CHROMIUM.open(Size.DESKTOP, ColorScheme.LIGHT);
    }

    @AfterEach
    void leave() {
        page.context().close();
        server.close();
        CHROMIUM.complaints();
    }

    private void go(String view) {
        page.navigate(server.address() + "/#/" + view);
        assertThat(page.locator("#connection")).hasText("Live from sluice-0");
    }

    private static double number(Object object, String name) {
        return ((Number) Objects.requireNonNull(((Map<?, ?>) object).get(name))).doubleValue();
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** Of the question that is asked. */
    private Locator act(String name) {
        return page.locator("dialog")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    @TestFactory
    Stream<DynamicTest> modules() {
        go("");
        List<?> names = (List<?>) page.evaluate(
                "async () => { window.cases = (await import('/test/cases.js')).cases; return Object.keys(cases); }");
        List<DynamicTest> all = names.stream()
                .map(name -> DynamicTest.dynamicTest(
                        (String) name,
                        () -> assertThat(page.evaluate(
                                        "async name => { try { await cases[name](); return ''; } catch (fault) { return fault.message; } }",
                                        name))
                                .isEqualTo("")))
                .toList();
        return all.stream();
    }

    /** The best of some visits, because what else the machine does is not the page's. */
    @Test
    void isPaintedWithinASecond() {
        double millis =
                IntStream.range(0, 3).mapToDouble(visit -> paintMillis()).min().orElseThrow();
        System.out.println("the page: first contentful paint after " + millis + " ms");
        assertThat(millis).isLessThan(1000);
    }

    private double paintMillis() {
        try (Page visit = CHROMIUM.open(Size.DESKTOP, ColorScheme.LIGHT)) {
            visit.navigate(server.address());
            assertThat(visit.locator("#connection")).hasText("Live from sluice-0");
            Object millis = visit.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
            return ((Number) millis).doubleValue();
        }
    }

    @Test
    void atAGlanceTheOverviewSaysWhatNeedsAttentionAndLeadsThere() {
        go("");
        assertThat(page.locator(".headline .say")).hasText("Needs attention");
        assertThat(page.locator(".figure").first()).containsText("7/7");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("2 errors").setExact(true))
                .click();
        assertThat(page.locator("h1")).hasText("Problems");
        assertThat(page.locator("tbody tr")).hasCount(2);
    }

    @Test
    void ratesChangeWithoutBeingAskedFor() {
        go("");
        server.tell("fleets", fleets(server.data.fleet("default", 5, 1, 777, 99.9, "3fa9c1d20b77aa01")));
        assertThat(page.locator(".figure").first()).containsText("4/5");
        assertThat(page.locator(".headline")).containsText("1 data plane behind");
        assertThat(page.locator("tbody tr").first()).containsText("777");
    }

    @Test
    void fiveThousandRoutesScrollWithFewElementsAndNoLongFrame() {
        go("routes");
        assertThat(page.locator("#view [role=status]")).hasText("5,000 routes");
        Object frames = page.evaluate("""
                () => new Promise(resolve => {
                  const list = document.querySelector('.longlist'); const times = []; let last = performance.now(); let step = 0;
                  const next = now => { times.push(now - last); last = now; list.scrollTop = ++step * 480;
                    step < 120 ? requestAnimationFrame(next) : resolve({ p95: times.sort((a, b) => a - b)[Math.floor(times.length * .95)], rows: document.querySelectorAll('.longbody .longrow').length }); };
                  requestAnimationFrame(next); })
                """);
        System.out.println("the page: 5,000 routes, 120 frames of 10 rows each: " + frames);
        assertThat(number(frames, "rows")).isLessThan(80);
        assertThat(number(frames, "p95")).isLessThan(500);
        page.evaluate("document.querySelector('.longlist').scrollTop = 1e9");
        assertThat(page.locator(".longbody")).containsText("web-1249.media.example/v2/orders");
    }

    @Test
    void aRouteIsFoundBySearchAndOpenedByKeyboardAlone() {
        go("routes");
        page.getByLabel("Search").fill("web-0117.");
        assertThat(page.locator("#view [role=status]")).hasText("4 routes");
        page.locator(".longlist").focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Route");
        assertThat(page.locator(".headline")).containsText("web-0117.");
        assertThat(page.locator("h1")).isFocused();
        page.goBack();
        assertThat(page.getByLabel("Search")).hasValue("web-0117.");
    }

    @Test
    void theSkipLinkLeadsToTheContent() {
        go("problems");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
        assertThat(page.locator("h1")).hasText("Problems");
    }

    @Test
    void aReceiptFillsUpLive() {
        server.fillReceipt(WEB, 1);
        go("route?fleet=default&id=Ingress%2Fshop%2Fweb-0000%7Cweb-0000.shop.example%7CPrefix%7C%2F");
        assertThat(page.locator(".receipt .progress")).hasText("1 of 3 serve it");
        assertThat(page.locator(".receipt .missing li")).hasCount(2);
        server.fillReceipt(WEB, 2);
        assertThat(page.locator(".receipt .progress")).hasText("2 of 3 serve it");
        server.fillReceipt(WEB, 3);
        assertThat(page.locator(".receipt .lead")).containsText("live everywhere after 23 ms");
    }

    @Test
    void explainShowsTheRuleThatWinsAndGreysTheOthersWithTheReasonBeside() {
        go("explain");
        page.getByLabel("Host").fill("web-0000.shop.example");
        page.getByLabel("Path and query").fill("/api/cart");
        page.getByLabel("Headers").fill("X-Secret: hunter2");
        button("Explain").click();
        assertThat(page.locator(".rules .wins")).containsText("the longest prefix");
        assertThat(page.locator(".rules .loses")).hasCount(4);
        assertThat(page.locator(".rules .loses").nth(1)).containsText("x-beta is missing");
        assertThat(page.locator("table").last()).containsText("nginx.ingress.kubernetes.io/proxy-body-size");
        assertThat(page.url()).contains("host=web-0000.shop.example").doesNotContain("hunter2");
        page.getByLabel("Request ID").fill("7f3a");
        button("What became of it?").click();
        assertThat(page.locator("#view")).containsText("connect-refused");
    }

    @Test
    void certificatesComeByExpiry() {
        go("certificates");
        assertThat(page.locator("tbody tr")).hasCount(12);
        assertThat(page.locator("tbody tr").first()).containsText("expired");
        page.getByLabel("State").selectOption("expiring");
        assertThat(page.locator("tbody tr")).hasCount(2);
    }

    @Test
    void aRollBackSaysWhatItChangesAndIsDoneOnlyOnceItWasTyped() {
        go("history");
        page.locator(".release").nth(2).click();
        assertThat(page.locator(".difference").first()).containsText("8388608");
        button("What going back to it would change").click();
        button("Roll back to it…").click();
        Locator dialog = page.locator("dialog");
        assertThat(dialog).containsText("1 resource added, 1 resource changed");
        Locator act = act("Roll back");
        dialog.getByLabel("Who decides").fill("ann");
        dialog.getByLabel("Why").fill("checkout fails");
        assertThat(act).isDisabled();
        dialog.getByLabel("Type c07719fe4420").fill("c07719fe4420");
        act.click();
        assertThat(dialog).hasCount(0);
        assertThat(page.locator(".banner.held")).containsText("Fleet default is held at c07719fe4420 by ann");
        assertThat(server.wishes).hasSize(1);
        assertThat(server.wishes.getFirst().path("release").asText()).isEqualTo("c07719fe4420be51");
        assertThat(server.wishes.getFirst().path("action").asText()).isEqualTo("rollback");
    }

    @Test
    void aQuestionIsLeftWithItsView() {
        go("history");
        button("Freeze…").click();
        page.evaluate("location.hash = '#/problems'");
        assertThat(page.locator("h1")).hasText("Problems");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    @Test
    void aStagedFleetTellsWhoGoesFirst() {
        go("history");
        ObjectNode decision = server.data.decision("staged", "c07719fe4420be51", "a try");
        ((ObjectNode) decision.path("fleets").path(0))
                .put("candidate", "91c2aa3fa9c1d20b")
                .put("first", "proxy-2");
        server.tell("decision", decision);
        assertThat(page.locator(".banner.held")).containsText("proxy-2 is given 91c2aa3fa9c1 first");
        assertThat(page.locator(".banner.held")).containsText("All others are given c07719fe4420");
    }

    @Test
    void whoNeedsAttentionIsFoundAmongMany() {
        for (int i = 0; i < 300; i++) {
            server.data.dataPlanes.add(
                    server.data.plane("many-" + i, "default", "zone-a", i == 250 ? "lagging" : "current", 1));
        }
        go("fleet");
        Locator rows = page.locator("tbody").first().locator("tr");
        assertThat(rows).hasCount(200);
        button("Show more of 307").click();
        assertThat(rows).hasCount(307);
        page.getByLabel("State").selectOption("Needs attention");
        assertThat(rows).hasCount(1);
        assertThat(rows.first()).containsText("many-250");
    }

    @Test
    void aDrainThatIsNotWantedIsNotDone() {
        go("fleet");
        assertThat(page.locator("tbody").first().locator("tr")).hasCount(7);
        page.getByText("Details").first().click();
        button("Drain…").first().click();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(server.wishes).isEmpty();
    }

    @Test
    void aServerThatIsLostIsSaidAndRegainedByItself() throws IOException {
        go("problems");
        assertThat(page.locator("tbody tr")).hasCount(5);
        page.waitForRequest("**/problems?*", () -> {
            server.tell("problems", FixtureData.object("{total: 5, errors: 2, warnings: 2, infos: 1}"));
            server.stop(); // before what is asked because of that
        });
        assertThat(page.locator("#connection")).hasText("Server lost");
        assertThat(page.locator(".banner.lost")).containsText("has not been heard since");
        assertThat(page.locator("tbody tr")).hasCount(5);
        server.data.problems.remove(0);
        server.startAgain();
        assertThat(page.locator("#connection")).hasText("Live from sluice-0");
        assertThat(page.locator("tbody tr")).hasCount(4);
        assertThat(page.locator(".banner.lost")).hasCount(0);
    }

    @Test
    void aStreamThatEndsAsUsualIsGoneOnWithAndNoLoss() throws InterruptedException {
        go("");
        server.awaitFollower();
        noteWhatIsSaid();
        server.endStreams();
        server.awaitFollower();
        server.tell("fleets", fleets(server.data.fleet("default", 5, 1, 777, 99.9, "3fa9c1d20b77aa01")));
        assertThat(page.locator(".headline")).containsText("1 data plane behind");
        assertThat((List<?>) page.evaluate("said")).isEmpty();
    }

    /** What is said of the connection from now on. */
    private void noteWhatIsSaid() {
        page.evaluate("""
                () => { window.said = []; const told = document.getElementById('connection');
                  new MutationObserver(() => said.push(told.textContent)).observe(told, { childList: true, characterData: true, subtree: true }); }
                """);
    }

    private static JsonNode fleets(JsonNode fleet) {
        return FixtureData.JSON
                .createObjectNode()
                .set("fleets", FixtureData.JSON.createArrayNode().add(fleet));
    }

    @Test
    void aTokenIsAskedForAndKeptInThisTabAlone() {
        server.guardedBy("s3cret-token");
        page.navigate(server.address() + "/");
        enter("wrong");
        assertThat(page.locator("dialog")).containsText("a bearer token is needed");
        assertThat(page.getByLabel("Bearer token")).hasValue("");
        enter("s3cret-token");
        assertThat(page.locator("#connection")).hasText("Live from sluice-0");
        assertThat(page.evaluate("JSON.stringify(localStorage) + document.cookie + location.href"))
                .asString()
                .doesNotContain("s3cret");
        assertThat(page.evaluate("sessionStorage.getItem('sluice.token')")).isEqualTo("s3cret-token");
    }

    @Test
    void whoLooksForHisTokenForMinutesHasLostNoServer() {
        server.guardedBy("s3cret-token");
        page.clock().install();
        page.navigate(server.address() + "/");
        assertThat(page.locator("dialog")).containsText("a bearer token is needed");
        noteWhatIsSaid();
        page.clock().fastForward("03:00");
        enter("s3cret-token");
        assertThat(page.locator("#connection")).hasText("Live from sluice-0");
        assertThat(page.evaluate("said.join()")).isEqualTo("Live from sluice-0");
    }

    private void enter(String token) {
        page.getByLabel("Bearer token").fill(token);
        button("Go on").click();
    }

    @Test
    void whoMayOnlyReadMayGiveAnotherTokenToChangeSomething() {
        server.guardedBy("s3cret-reader");
        server.changedBy("s3cret-writer");
        page.navigate(server.address() + "/#/history");
        enter("s3cret-reader");
        button("Freeze…").click();
        assertThat(page.getByLabel("Who decides")).hasCount(0);
        page.getByLabel("Why").fill("a release is being looked at");
        page.getByLabel("Type default").fill("default");
        act("Freeze").click();
        assertThat(page.locator("dialog")).containsText("'reader' may not write");
        button("Use another token…").click();
        enter("s3cret-writer");
        assertThat(page.locator("dialog .trouble")).hasCount(0);
        act("Freeze").click();
        assertThat(page.locator(".banner.held")).containsText("Fleet default is held");
        assertThat(server.wishes).hasSize(1);
    }

    @Test
    void aTokenIsForgottenWithWhatItHasShown() {
        server.guardedBy("s3cret-token");
        page.navigate(server.address() + "/");
        enter("s3cret-token");
        assertThat(page.locator(".headline")).isVisible();
        button("Forget token").click();
        assertThat(page.locator("dialog")).containsText("a bearer token is needed");
        assertThat(page.locator(".headline")).hasCount(0);
        assertThat(page.evaluate("JSON.stringify(sessionStorage)")).isEqualTo("{}");
    }

    @Test
    void whoHasNoTokenIsNotAskedAgainUntilHeWishes() {
        server.guardedBy("s3cret-token");
        page.navigate(server.address() + "/");
        button("Not now").click();
        assertThat(page.locator("#connection")).hasText("Not let in");
        assertThat(page.locator("dialog")).hasCount(0);
        button("Give a token").click();
        enter("s3cret-token");
        assertThat(page.locator("#connection")).hasText("Live from sluice-0");
    }

    @Test
    void whatAClusterCallsItsThingsIsNeverMarkup() {
        server.data.problems.insert(
                0,
                FixtureData.object(
                        "{severity: 'error', object: 'Ingress shop/<img src=x onerror=alert(1)>', field: '', reason: 'Odd', message: '<script>alert(1)</script>'}"));
        go("problems");
        assertThat(page.locator("tbody tr").first()).containsText("<img src=x onerror=alert(1)>");
        assertThat(page.locator("#view img, #view script")).hasCount(0);
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void whatTheApiDoesNotAnswerIsSaidInItsWords() {
        go("routes?q=outage");
        assertThat(page.locator(".trouble")).hasText("there is no answer yet; ask again");
    }

    @Test
    void coloursAreChosenAndRemembered() {
        go("");
        page.locator("#theme").click();
        page.locator("#theme").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        page.reload();
        assertThat(page.locator("#theme")).hasAccessibleName(Pattern.compile("Dark"));
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    }
}
