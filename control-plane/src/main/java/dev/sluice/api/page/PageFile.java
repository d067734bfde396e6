package dev.sluice.api.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the page. Its arrays are not to be changed.
 *
 * @param mediaType with the charset
 * @param gzip the same compressed; longer than {@code bytes} for nothing that a page has
 */
public record PageFile(String mediaType, byte[] bytes, byte[] gzip) {
    static PageFile of(String name, byte[] bytes) {
        return new PageFile(mediaType(name), bytes, compressed(bytes));
    }

    private static String mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=UTF-8";
            case "css" -> "text/css; charset=UTF-8";
            case "js" -> "text/javascript; charset=UTF-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException(name + ": expected html, css, js or svg");
        };
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.length);
        try (OutputStream gzip = new Best(whole)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("into memory", e);
        }
        return whole.toByteArray();
    }

    /** Compressed once, sent often. */
    private static final class Best extends GZIPOutputStream {
        Best(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
