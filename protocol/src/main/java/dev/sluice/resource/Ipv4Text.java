package dev.sluice.resource;

import java.util.Optional;

/** Four decimal numbers of 0 to 255. */
final class Ipv4Text {
    private Ipv4Text() {}

    static Optional<byte[]> read(String text) {
        String[] parts = text.length() > 15 ? new String[0] : text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int number = number(parts[i]);
            if (number < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) number;
        }
        return Optional.of(bytes);
    }

    /** -1 if the part is no number of 0 to 255. */
    private static int number(String part) {
        // A leading zero means octal to some readers: ambiguous, so refused.
        if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.charAt(0) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number > 255 ? -1 : number;
    }

    static String write(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }
}
