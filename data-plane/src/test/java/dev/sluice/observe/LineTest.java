package dev.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LineTest {
    @Property
    void noValueEndsTheLineOrItsQuotes(@ForAll byte[] hostile, @ForAll Line.Escape escape) {
        Line line = new Line(escape);
        line.value(hostile, 0, hostile.length);
        String text = line.toString();
        assertThat(text).matches("[ -~]*");
        assertThat(text.replace("\\\\", "").replace("\\\"", "")).doesNotContain("\"");
    }

    @Test
    void nginxEscapesAreHexadecimal() {
        assertThat(new Line(Line.Escape.HEX).value("a\"b\\c\r\n\u007f\u00e9"))
                .hasToString("a\\x22b\\x5cc\\x0d\\x0a\\x7f\\xe9");
    }

    @Test
    void jsonEscapesAreJsons() {
        assertThat(new Line(Line.Escape.JSON).value("a\"b\\c\n\u00e9\u4e00")).hasToString("a\\\"b\\\\c\\u000a\\u00e9?");
    }

    @Test
    void aValueThatIsVeryLongIsCut() {
        assertThat(new Line(Line.Escape.HEX).value("x".repeat(5000)).length()).isEqualTo(2051);
    }

    @Test
    void numbersAndSecondsAreDecimal() {
        Line line = new Line(Line.Escape.HEX);
        line.number(0).raw(' ').number(7).raw(' ').number(1234567890123L).raw(' ');
        line.seconds(0).raw(' ').seconds(1_234_567_890L).raw(' ').seconds(999_999);
        assertThat(line).hasToString("0 7 1234567890123 0.000000 1.234567 0.000999");
    }
}
