package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void everyKindOfValueIsWrittenInTheOrderOfItsMap() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ready", true);
        object.put("missing", List.of("a", "b"));
        object.put("count", 3L);
        object.put("share", 0.5);
        object.put("nothing", null);
        object.put("empty", Map.of());
        object.put("list", List.of(Map.of("one", 1)));

        assertThat(JsonText.of(object)).isEqualTo("""
                        {
                          "ready" : true,
                          "missing" : [ "a", "b" ],
                          "count" : 3,
                          "share" : 0.5,
                          "nothing" : null,
                          "empty" : { },
                          "list" : [ {
                            "one" : 1
                          } ]
                        }""");
    }

    @Test
    void textsCannotEndTheirQuotes() {
        assertThat(JsonText.of(Map.of("k\"", "a\"b\\c\n\t\r\u0000\u001f\u007fü\ud83d\ude00\ud800")))
                .isEqualTo("{\n  \"k\\\"\" : \"a\\\"b\\\\c\\n\\t\\r\\u0000\\u001f\u007fü\\ud83d\\ude00\\ud800\"\n}");
    }

    @Test
    void whatJsonDoesNotHaveIsAFault() {
        assertThatThrownBy(() -> JsonText.of(Map.of("a", Double.NaN))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonText.of(Map.of("a", new Object()))).isInstanceOf(IllegalArgumentException.class);
    }
}
