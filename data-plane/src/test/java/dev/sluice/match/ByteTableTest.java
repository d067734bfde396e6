package dev.sluice.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A persistent table behaves as a map, also where hashes collide, and never changes after it was made. */
class ByteTableTest {
    /** One edit of a key; the key decides its hash, of which there are few. */
    private static ByteTable<String> edited(ByteTable<String> table, Map<String, String> model, int key, boolean put) {
        String text = "k" + key;
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (put) {
            String value = text + "@" + model.size();
            model.put(text, value);
            return table.plus(bytes, hash(key), value);
        }
        model.remove(text);
        return table.minus(bytes, hash(key));
    }

    /** Collides fully for some keys and in the lowest 30 bits for others. */
    private static int hash(int key) {
        return key % 3 == 0 ? 7 : key % 3 == 1 ? 7 | (key % 4) << 30 : key * 0x9E3779B9;
    }

    private static void assertEqual(ByteTable<String> table, Map<String, String> model) {
        for (int key = 0; key < 64; key++) {
            byte[] padded = ("[k" + key + "]").getBytes(StandardCharsets.US_ASCII);
            assertThat(table.get(padded, 1, padded.length - 1, hash(key))).isEqualTo(model.get("k" + key));
        }
        List<String> values = new ArrayList<>();
        table.forEach(values::add);
        assertThat(values).containsExactlyInAnyOrderElementsOf(model.values());
        assertThat(table.size()).isEqualTo(model.size());
        assertThat(table.isEmpty()).isEqualTo(model.isEmpty());
    }

    @Property(tries = 300)
    void behavesAsAMapAndKeepsOldVersions(@ForAll @Size(max = 120) List<@IntRange(min = -63, max = 63) Integer> edits) {
        ByteTable<String> table = ByteTable.empty();
        Map<String, String> model = new HashMap<>();
        ByteTable<String> half = table;
        Map<String, String> halfModel = Map.of();
        for (int i = 0; i < edits.size(); i++) {
            if (i == edits.size() / 2) {
                half = table;
                halfModel = Map.copyOf(model);
            }
            table = edited(table, model, Math.abs(edits.get(i)), edits.get(i) >= 0);
        }
        assertEqual(table, model);
        assertEqual(half, halfModel);
    }
}
