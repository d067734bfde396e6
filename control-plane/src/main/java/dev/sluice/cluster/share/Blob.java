package dev.sluice.cluster.share;

import dev.sluice.cluster.ClusterMessage;
import java.util.Arrays;

/**
 * Something encoded, as it is replicated. What is inside, the codec of its key knows.
 *
 * @param number of two for the same thing the one that is newer has the higher one; 0 where numbers say nothing
 */
@SuppressWarnings("ArrayRecordComponent") // equality is that of the content, below
record Blob(long number, byte[] content) implements ClusterMessage {
    static final Blob NOTHING = new Blob(0, new byte[0]);

    @Override
    public boolean equals(Object other) {
        return other instanceof Blob blob && number == blob.number && Arrays.equals(content, blob.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "Blob[" + content.length + " bytes]";
    }
}
