package dev.sluice.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What people write behind a command. */
class WordsTest {
    @TempDir
    Path work;

    @ParameterizedTest
    @CsvSource({
        "shop/web, Ingress, shop, web",
        "Service shop/web, Service, shop, web",
        "secret shop/tls, Secret, shop, tls",
        "IngressClass sluice, IngressClass, '', sluice"
    })
    void an_object_is_named_as_it_is_shown(String text, String kind, String namespace, String name) {
        assertThat(ObjectName.of(List.of(text))).isEqualTo(new ObjectName(kind, namespace, name));
        assertThat(ObjectName.of(List.of(text.split(" ")))).isEqualTo(new ObjectName(kind, namespace, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "", "/web", "shop/", "a/b/c", "Service web", "a b c/d"})
    void what_names_no_object_is_refused(String text) {
        assertThatThrownBy(() -> ObjectName.of(List.of(text)))
                .isInstanceOf(AskFailure.class)
                .hasMessageContaining("expected NAMESPACE/NAME");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example, http, shop.example, /", "shop.example/cart?a=/b, http, shop.example, /cart?a=/b",
        "https://shop.example:8443/x#y, https, shop.example:8443, /x",
                "http://shop.example?a=1, http, shop.example, /?a=1"
    })
    void a_request_is_written_as_an_url(String text, String scheme, String host, String path) {
        assertThat(Target.of(text)).isEqualTo(new Target(scheme, host, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/cart", "ftp://shop.example/", "http://me:secret@shop.example/"})
    void what_is_no_url_is_refused(String text) {
        assertThatThrownBy(() -> Target.of(text))
                .isInstanceOf(AskFailure.class)
                .hasMessageContaining("expected an URL");
    }

    @Test
    void a_time_has_a_unit_and_bounds() {
        Span span = new Span();
        assertThat(span.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(span.convert("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(span.convert("60m")).isEqualTo(Duration.ofHours(1));
        for (String wrong : List.of("", "s", "30", "0s", "61m", "-1s", "1h", "99999999s", "٣s")) {
            assertThatThrownBy(() -> span.convert(wrong))
                    .as(wrong)
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining("expected a time from 1ms to 60m");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:7080",
                "ftp://a",
                "http://a/api",
                "http://a?b",
                "http://me:x@a",
                "http://",
                "http://a b"
            })
    void an_address_of_no_server_is_refused(String text) {
        assertThatThrownBy(() -> Access.base(text))
                .isInstanceOf(AskFailure.class)
                .hasMessageContaining("--api");
    }

    @Test
    void a_token_is_read_from_its_file_else_from_the_variable_and_never_shown() throws Exception {
        Path file = Files.writeString(work.resolve("token"), "from-file\n");
        assertThat(Token.of(file, "from-variable").orElseThrow().secret()).isEqualTo("from-file");
        assertThat(Token.of(null, "from-variable").orElseThrow().secret()).isEqualTo("from-variable");
        assertThat(Token.of(null, null)).isEqualTo(Optional.empty());
        assertThat(new Token("from-file").toString()).doesNotContain("from-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "two tokens", "tok\u0007en"})
    void a_file_without_a_token_is_refused_and_not_quoted(String content) throws Exception {
        Path file = Files.writeString(work.resolve("token"), content);
        assertThatThrownBy(() -> Token.of(file, null))
                .isInstanceOf(AskFailure.class)
                .hasMessageContaining("--token-file")
                .hasMessageNotContaining("two tokens");
    }

    @Test
    void what_is_shown_does_not_steer_a_terminal() throws Exception {
        String steering = "a\u001b[2J\u0007\u009b31m\u007f\u202e\u2028\ud800\u200b\nb";
        Doc answer =
                new Doc(Answers.MAPPER.createObjectNode().put("x", steering).put(steering, "\ud83d\ude80 \u65e5"));
        for (Form form : Form.values()) {
            for (String text : List.of(
                    form.text(answer, one -> new Sheet().line(one.text("x")), Ink.PLAIN),
                    form.oneOfMany(answer, one -> new Sheet().line(one.text("x")), Ink.PLAIN))) {
                assertThat(text.lines()
                                .flatMapToInt(String::codePoints)
                                .filter(c -> form == Form.YAML ? Character.isISOControl(c) : Printable.steers(c)))
                        .as(form + ": " + text)
                        .isEmpty();
            }
        }
        String json = Form.JSON.text(answer, one -> new Sheet(), Ink.PLAIN);
        assertThat(Answers.MAPPER.readTree(json)).isEqualTo(answer.node());
        assertThat(json).contains("\u65e5");
        assertThat(Cell.of("a\u001b[2Jb\u202ec\n").text()).isEqualTo("a?[2Jb?c?");
    }

    @Test
    void a_table_stays_one_whatever_stands_in_it() {
        String path = "/" + "x".repeat(3000);
        StringBuilder text = new StringBuilder();
        new Table("PATH", "TO")
                .row(Cell.of("/\u65e5\u672c"), Cell.of("a"))
                .row(Cell.of("/e\u0301\ud83d\ude80"), Cell.of("b"))
                .row(Cell.of(path), Cell.of("c"))
                .into(text, Ink.PLAIN);
        assertThat(text.toString())
                .isEqualTo("PATH   TO\n/\u65e5\u672c  a\n/e\u0301\ud83d\ude80   b\n" + path + "  c\n");
    }
}
