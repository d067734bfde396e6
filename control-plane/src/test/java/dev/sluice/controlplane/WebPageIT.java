package dev.sluice.controlplane;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.api.page.SharedChromium;
import dev.sluice.api.page.SharedChromium.Size;
import dev.sluice.publish.Sample;
import dev.sluice.state.Meta;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of a real control plane, and how it is sent. */
final class WebPageIT {
    private static final String ELSEWHERE = """
            async api => {
              const wish = '{"action":"freeze","who":"another page"}';
              const json = { 'Content-Type': 'application/json' };
              const tries = [
                fetch(api + 'decision', { method: 'POST', mode: 'no-cors', body: wish }),
                fetch(api + 'decision', { method: 'POST', headers: json, body: wish }),
                fetch(api + 'status'),
                fetch(api + 'events', { headers: { Accept: 'text/event-stream' } })];
              navigator.sendBeacon(api + 'decision', new Blob([wish], { type: 'application/json' }));
              return (await Promise.all(tries.map(one => one.then(answer => answer.type, fault => fault.name)))).join(', ');
            }
            """;
    /** What is sent is JSON, but not said to be. */
    private static final String FORM = """
            api => {
              const form = document.createElement('form');
              Object.assign(form, { method: 'post', enctype: 'text/plain', action: api + 'decision' });
              const field = Object.assign(document.createElement('input'), { name: '{"action":"freeze","who":"', value: '"}' });
              form.append(field);
              document.body.append(form);
              form.submit();
            }
            """;

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @Test
    void aReceiptFillsUpLiveWhileDataPlanesAnswer() throws Exception {
        try (Running running = new Running()) {
            running.source.begin(
                    Sample.ingressClass(),
                    Sample.slice("web", "10.0.0.1"),
                    Sample.service("web"),
                    Sample.ingress("web", "web.example", "web"));
            running.plane.whenReady().get(10, TimeUnit.SECONDS);
            fillUp(CHROMIUM.open(Size.DESKTOP, ColorScheme.LIGHT), running);
        }
    }

    private static void fillUp(Page page, Running running) throws Exception {
        String address = "http://127.0.0.1:" + running.plane.apiPort();
        try (StreamClient one = running.connect("edge-1");
                StreamClient two = running.connect("edge-2")) {
            one.applyNext();
            two.applyNext();
            page.navigate(address + "/#/changes");
            assertThat(page.locator("#connection")).containsText("Live from");
            running.source.seen(Sample.ingress("more", "more.example", "web")
                    .withMeta(new Meta("uid-more", "200", 1, 0, new TreeMap<>())));
            one.applyNext();
            assertThat(page.locator(".change")).containsText("1 of 2 serve it");
            assertThat(page.locator(".change .missing")).containsText("edge-2");
            two.applyNext();
            assertThat(page.locator(".change")).hasCount(0);
            assertThat(page.locator("tbody tr").first()).containsText("Ingress default/more");
            page.navigate(address + "/#/routes?q=more.example");
            page.locator(".longbody a").click();
            assertThat(page.locator(".receipt .lead")).containsText("live everywhere after");
        }
    }

    @Test
    void aServerThatCameAgainIsFoundAndAskedForEverythingAnew() throws Exception {
        Page page = CHROMIUM.open(Size.DESKTOP, ColorScheme.LIGHT);
        int port;
        try (Running before = new Running()) {
            before.source.begin(Sample.ingressClass(), Sample.ingress("lost", "lost.example", "nowhere"));
            port = before.plane.apiPort();
            page.navigate("http://127.0.0.1:" + port + "/#/problems");
            assertThat(page.locator("tbody")).containsText("nowhere");
        }
        assertThat(page.locator("#connection")).hasText("Server lost");
        try (Running after = new Running(Map.of("api.port", port), Optional.empty())) {
            after.source.begin(Sample.ingressClass(), Sample.ingress("gone", "gone.example", "nothing"));
            assertThat(page.locator("#connection")).containsText("Live from");
            assertThat(page.locator("tbody")).containsText("nothing");
        }
    }

    /** Of another port of this machine: nearer than any page that an operator might look at. */
    @Test
    void aPageOfAnotherSiteInTheSameBrowserReadsAndDecidesNothing() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
        });
        other.start();
        try (Running running = new Running()) {
            running.source.begin(Sample.ingressClass(), Sample.ingress("web", "web.example", "web"));
            running.plane.whenReady().get(10, TimeUnit.SECONDS);
            Page page = CHROMIUM.open(Size.DESKTOP, ColorScheme.LIGHT);
            page.navigate("http://127.0.0.1:" + other.getAddress().getPort() + "/");
            String api = "http://127.0.0.1:" + running.plane.apiPort() + "/api/v1/";
            assertThat(page.evaluate(ELSEWHERE, api)).isEqualTo("opaque, TypeError, TypeError, TypeError");
            page.waitForNavigation(() -> page.evaluate(FORM, api));
            assertThat(page.locator("body")).containsText("asks: expected this server's own page");
            assertThat(running.get("/api/v1/decision").body()).contains("\"number\" : 0");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void browsersAreSentThePageAndProgramsTheListOfPaths() throws Exception {
        try (Running running = new Running()) {
            HttpResponse<byte[]> page = get(running, "/", "Accept", "text/html,*/*;q=0.8", "Accept-Encoding", "gzip");
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
            assertThat(page.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("script-src 'self'"));
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(page.headers().allValues("Vary")).containsExactly("Accept, Accept-Encoding");
            String tag = page.headers().firstValue("ETag").orElseThrow();
            assertThat(get(running, "/", "Accept", "text/html", "Accept-Encoding", "gzip", "If-None-Match", tag)
                            .statusCode())
                    .isEqualTo(304);
            assertThat(new String(get(running, "/").body(), StandardCharsets.UTF_8))
                    .contains("/api/v1/routes");
            assertThat(new String(get(running, "/page/main.js").body(), StandardCharsets.UTF_8))
                    .contains("import");
            assertThat(get(running, "/page/nonesuch.js").statusCode()).isEqualTo(404);
            assertThat(get(running, "/page/%2e%2e/openapi.yaml").statusCode()).isEqualTo(404);
            assertThat(List.of(get(running, "/page/view/routes.js")
                            .headers()
                            .firstValue("Content-Type")
                            .orElseThrow()))
                    .containsExactly("text/javascript; charset=UTF-8");
        }
    }

    private static HttpResponse<byte[]> get(Running running, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.plane.apiPort() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        }
    }
}
