package dev.sluice.certificate;

import java.util.Map;
import java.util.Optional;

/** Where files of certificates and keys are kept, by the name of what holds them: Secrets of an API server. */
public interface Folder {
    /** @param mark of this content, for {@link #write}; empty for none */
    record Content(Map<String, byte[]> files, String mark) {
        public Content {
            files = Map.copyOf(files);
        }

        @Override
        public String toString() {
            return files.keySet() + " at " + mark;
        }
    }

    /**
     * Empty if there is none.
     *
     * @throws ForeignSecret if somebody else has made it
     */
    Optional<Content> read(SecretName name);

    /**
     * Writes all files of a name, on condition that nobody has written since {@code mark}, or that it is not there where
     * that is empty.
     */
    void write(SecretName name, Map<String, byte[]> files, String mark);
}
