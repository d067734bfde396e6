package dev.sluice.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text as RFC 7468 has it. What stands outside of blocks is explanation and passed over. */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private Pem() {}

    /** One block; {@code content} may be a private key and is never printed. */
    record Block(String label, byte[] content) {
        @Override
        public String toString() {
            return label + " (" + content.length + " bytes)";
        }
    }

    /** @throws InvalidCredentials if a block does not end, or is no Base64; {@code file} is what the message names */
    static List<Block> blocks(byte[] text, String file) throws InvalidCredentials {
        List<Block> blocks = new ArrayList<>();
        String label = null;
        StringBuilder body = new StringBuilder();
        for (String line : new String(text, StandardCharsets.US_ASCII)
                .lines()
                .map(String::strip)
                .toList()) {
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                body.setLength(0);
            } else if (label != null && line.equals(END + label + DASHES)) {
                blocks.add(new Block(label, decoded(body, label, file)));
                label = null;
            } else if (label != null) {
                body.append(line);
            }
        }
        ended(label, file);
        return blocks;
    }

    private static void ended(@Nullable String open, String file) throws InvalidCredentials {
        if (open != null) {
            throw new InvalidCredentials(file + ": a block BEGIN " + open + " without its END: the file is cut off");
        }
    }

    private static byte[] decoded(StringBuilder body, String label, String file) throws InvalidCredentials {
        try {
            return Base64.getDecoder().decode(body.toString());
        } catch (IllegalArgumentException e) {
            throw new InvalidCredentials(file + ": the block " + label + " is no Base64"); // its text may be a key
        }
    }
}
