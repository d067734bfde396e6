package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.ask.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Commands as they are typed, against an API on a socket that says what the test wants. */
class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer api;
    private volatile String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    private int run(String... words) {
        return Sluice.commandLine(words)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    private int ask(String line) {
        return run((line + " --api http://127.0.0.1:" + api.getAddress().getPort()).split(" "));
    }

    static List<String> commands() {
        return Commands.NAMES;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_help_of_each_command_has_an_example(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Example").contains("./sluice " + command);
    }

    /** In the list of all it stands alone. */
    @Test
    void what_a_command_is_said_to_do_is_a_sentence() {
        Sluice.commandLine("help").getSubcommands().forEach((name, command) -> {
            if (!name.equals("help")) { // picocli's own
                assertThat(command.getCommandSpec().usageMessage().description()[0])
                        .as(name)
                        .endsWith(".");
            }
        });
    }

    @Test
    void a_plane_that_starts_looks_into_no_other_command() {
        assertThat(Sluice.commandLine("data-plane").getSubcommands()).containsOnlyKeys("data-plane");
        assertThat(Sluice.commandLine("status").getSubcommands()).containsOnlyKeys("status");
        CommandLine all = Sluice.commandLine("help");
        assertThat(all.getSubcommands().keySet()).containsAll(Commands.NAMES).contains("standalone", "help");
    }

    @Test
    void filters_are_parameters_and_no_route_is_a_no() {
        answer = "{\"total\":0,\"continue\":\"\",\"items\":[]}";
        assertThat(ask("routes shop --namespace demo --refused true")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("No route fits.\n");
        assertThat(asked).containsExactly("GET /api/v1/routes?q=shop&namespace=demo&refused=true&limit=1000");
    }

    @Test
    void json_is_what_the_api_says() {
        answer = "{\"total\":1,\"continue\":\"\",\"items\":[{\"severity\":\"error\",\"share\":0.10,\"new\":null}]}";
        assertThat(ask("problems -o json")).isEqualTo(1);
        assertThat(out.toString().replaceAll("\\s", "")).isEqualTo(answer);
    }

    @Test
    void yaml_is_the_same() {
        answer = "{\"total\":1,\"continue\":\"\",\"items\":[{\"severity\":\"info\",\"object\":\"1\"}]}";
        assertThat(ask("problems -o yaml")).isZero();
        assertThat(out.toString()).isEqualTo("total: 1\ncontinue: \"\"\nitems:\n- severity: info\n  object: \"1\"\n");
    }

    @Test
    void a_receipt_that_is_not_live_when_the_time_is_up_is_a_no() {
        answer = "{\"object\":\"Ingress shop/web\",\"verdict\":\"not-live\",\"live\":false,\"fleets\":[]}";
        assertThat(ask("receipts shop/web --wait 20ms")).isEqualTo(1);
        assertThat(asked.get(0)).startsWith("GET /api/v1/receipts?kind=Ingress&namespace=shop&name=web&wait=");
        answer = "{\"object\":\"Ingress shop/web\",\"verdict\":\"live\",\"live\":true,\"fleets\":[]}";
        assertThat(ask("receipts shop/web --wait 30s")).isZero();
    }

    @Test
    void a_freeze_says_who_and_why() {
        answer = "{\"number\":1,\"cause\":{},\"keptIn\":\"memory\",\"fleets\":[]}";
        assertThat(ask("freeze --why busy --who ann --fleet edge")).isZero();
        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/decision {\"why\":\"busy\",\"who\":\"ann\",\"action\":\"freeze\",\"fleet\":\"edge\"}");
    }

    @Test
    void a_roll_back_names_its_release_and_user_and_host_by_itself() {
        answer = "{\"number\":1,\"cause\":{},\"keptIn\":\"memory\",\"fleets\":[]}";
        assertThat(ask("rollback 91c2aa3fa9c1 --why broken")).isZero();
        assertThat(asked.get(0))
                .contains("\"release\":\"91c2aa3fa9c1\"")
                .contains(System.getProperty("user.name") + "@");
    }

    @Test
    void a_drain_names_its_data_plane() {
        answer = "{\"node\":\"edge 1/a\",\"draining\":true}";
        String[] words = {
            "drain",
            "edge 1/a",
            "--why",
            "a new kernel",
            "--who",
            "ann",
            "--api",
            "http://127.0.0.1:" + api.getAddress().getPort()
        };
        assertThat(run(words)).isZero();
        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/dataplanes/edge%201%2Fa/drain {\"why\":\"a new kernel\",\"who\":\"ann\"}");
        assertThat(out.toString()).startsWith("edge 1/a is draining");
    }

    @Test
    void wrong_usage_is_2_and_one_line() {
        assertThat(run("freeze")).isEqualTo(2);
        assertThat(run("receipts", "web")).isEqualTo(2);
        assertThat(run("explain")).isEqualTo(2);
        assertThat(run("status", "--api", "nowhere")).isEqualTo(2);
        assertThat(run("status", "-o", "xml")).isEqualTo(2);
        assertThat(run("status", "--timeout", "0s")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--why", "NAMESPACE/NAME", "--request-id", "--api", "xml", "expected a time")
                .doesNotContain("\tat ");
    }

    @Test
    void nobody_there_is_3_and_one_line() {
        api.stop(0);
        assertThat(ask("status")).isEqualTo(3);
        assertThat(err.toString()).startsWith("sluice: http://127.0.0.1:").hasLineCount(1);
    }

    @Test
    void completion_knows_every_command() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(out.toString())
                .contains("complete -F")
                .contains(Commands.NAMES)
                .contains("--request-id");
    }
}
