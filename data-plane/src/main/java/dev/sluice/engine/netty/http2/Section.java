package dev.sluice.engine.netty.http2;

import dev.sluice.http.Fields;

/** Takes the fields of one block one by one, as they are decompressed. */
interface Section {
    /**
     * A field that stands at the end of the array of {@code fields} as {@code name: value CR LF}, not yet a line of them.
     *
     * @return false to drop it
     */
    boolean take(Fields fields, int nameStart, int nameEnd, int valueStart, int valueEnd);
}
