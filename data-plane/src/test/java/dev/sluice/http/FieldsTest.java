package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private final Fields fields = new Fields(8, 1);

    @Test
    void fieldsAreFoundWhateverTheirCaseAndKeepIt() {
        fields.add("hOsT", "a");
        fields.add("X-Odd", "b");
        assertThat(fields.find(KnownField.HOST)).isZero();
        assertThat(fields.name(0)).isEqualTo("hOsT");
        assertThat(fields.next("x-odd", -1)).isEqualTo(1);
        assertThat(fields.field(1)).isEqualTo(KnownField.OTHER);
    }

    @Test
    void aRemovedFieldLeavesAGapAndIndexesStay() {
        fields.add("A", "1");
        fields.add(KnownField.HOST, "h");
        fields.add("B", "2");
        fields.removeAll(KnownField.HOST);
        assertThat(fields.size()).isEqualTo(3);
        assertThat(fields.present(1)).isFalse();
        assertThat(fields.value(2)).isEqualTo("2");
        assertThat(fields.find(KnownField.HOST)).isEqualTo(-1);
        assertThat(fields).hasToString("A, B");
    }

    @Test
    void repeatedFieldsAreFoundOneAfterTheOther() {
        fields.add("Via", "1");
        fields.add("via", "2");
        int first = fields.next("VIA", -1);
        int second = fields.next("VIA", first);
        assertThat(first).isZero();
        assertThat(second).isEqualTo(1);
        assertThat(fields.next("VIA", second)).isEqualTo(-1);
    }

    @Test
    void setReplacesEveryFieldOfThatName() {
        fields.add("x-real-ip", "1");
        fields.add("X-Real-IP", "2");
        fields.set(KnownField.X_REAL_IP, "3");
        int index = fields.find(KnownField.X_REAL_IP);
        assertThat(fields.value(index)).isEqualTo("3");
        assertThat(fields.next(KnownField.X_REAL_IP, index)).isEqualTo(-1);
    }

    @Test
    void everyFieldStandsInTheArrayAsAWholeLine() {
        fields.add("Name", "value");
        fields.add(KnownField.X_REQUEST_ID, "id");
        byte[] host = "a.example:80".getBytes(StandardCharsets.US_ASCII);
        fields.add(KnownField.X_FORWARDED_HOST, host, 0, 9);
        fields.add(host, 0, 1, 2, 4);
        assertThat(line(0)).isEqualTo("Name: value\r\n");
        assertThat(line(1)).isEqualTo("X-Request-ID: id\r\n");
        assertThat(line(2)).isEqualTo("X-Forwarded-Host: a.example\r\n");
        assertThat(line(3)).isEqualTo("a: ex\r\n");
    }

    @Test
    void aFieldCanBeCopiedFromTheArrayWhileItGrows() {
        fields.add("Host", "h".repeat(100));
        fields.add(KnownField.X_FORWARDED_HOST, fields.bytes(), fields.valueStart(0), fields.valueEnd(0));
        assertThat(fields.value(1)).isEqualTo("h".repeat(100));
    }

    @Test
    void rawLinesAreSpansOfWhatWasRead() {
        byte[] raw = "Host:  a \r\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(raw, 0, fields.room(raw.length), fields.length(), raw.length);
        fields.extend(raw.length);
        fields.line(0, 4, 7, 8, 11);
        assertThat(fields.value(fields.find(KnownField.HOST))).isEqualTo("a");
        assertThat(line(0)).isEqualTo("Host:  a \r\n");
    }

    @Test
    void anArrayGrownByOneMessageIsNotKept() {
        fields.add("Big", "x".repeat(100_000));
        fields.clear();
        assertThat(fields.bytes().length).isLessThan(16 * 1024);
        fields.add("Small", "y");
        assertThat(fields.value(0)).isEqualTo("y");
    }

    @Test
    void valuesAreNotPrinted() {
        fields.add("Authorization", "Bearer secret");
        assertThat(fields.toString()).isEqualTo("Authorization");
    }

    @Test
    void aNameWithHighBytesIsNoKnownField() {
        byte[] name = {'H', 'o', 's', (byte) 0xF4};
        assertThat(KnownField.of(name, 0, 4)).isEqualTo(KnownField.OTHER);
    }

    private String line(int index) {
        int start = fields.nameStart(index);
        return new String(fields.bytes(), start, fields.lineEnd(index) - start, StandardCharsets.ISO_8859_1);
    }
}
