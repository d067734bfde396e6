package dev.sluice.resource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The texts of RFC 4291 section 2.2, read without the JDK (which asks DNS for some), written as RFC 5952 says. */
final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    /** 16 bytes, or 4 for an IPv4-mapped address. */
    static Optional<byte[]> read(String text) {
        int gap = text.indexOf("::");
        if (text.length() > 45 || (gap >= 0 && text.indexOf("::", gap + 1) >= 0)) {
            return Optional.empty();
        }
        if (gap < 0) {
            return groups(text, true).filter(groups -> groups.size() == GROUPS).map(Ipv6Text::bytes);
        }
        Optional<List<Integer>> head = groups(text.substring(0, gap), false);
        Optional<List<Integer>> tail = groups(text.substring(gap + 2), true);
        return head.flatMap(before -> tail.flatMap(after -> joined(before, after)));
    }

    private static Optional<byte[]> joined(List<Integer> before, List<Integer> after) {
        int missing = GROUPS - before.size() - after.size();
        if (missing < 1) {
            return Optional.empty();
        }
        List<Integer> groups = new ArrayList<>(before);
        groups.addAll(Collections.nCopies(missing, 0));
        groups.addAll(after);
        return Optional.of(bytes(groups));
    }

    /** The groups of one side of {@code ::}; only the end of an address may be an IPv4 address. */
    private static Optional<List<Integer>> groups(String text, boolean end) {
        List<Integer> groups = new ArrayList<>(GROUPS);
        String[] parts = text.isEmpty() ? new String[0] : text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (end && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                Optional<byte[]> v4 = Ipv4Text.read(parts[i]);
                if (v4.isEmpty()) {
                    return Optional.empty();
                }
                groups.add(group(v4.get(), 0));
                groups.add(group(v4.get(), 2));
            } else if (hex(parts[i])) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(groups);
    }

    private static boolean hex(String part) {
        return !part.isEmpty()
                && part.length() <= 4
                && part.chars()
                        .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
    }

    private static byte[] bytes(List<Integer> groups) {
        byte[] bytes = new byte[2 * GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            bytes[2 * i] = (byte) (groups.get(i) >> 8);
            bytes[2 * i + 1] = (byte) groups.get(i).intValue();
        }
        return mapped(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    private static boolean mapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    }

    private static int group(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    /** Lower case, no leading zeros, the first of the longest runs of two or more zero groups as {@code ::}. */
    static String write(byte[] bytes) {
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(bytes, i);
            if (run > gapLength) {
                gapStart = i;
                gapLength = run;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(group(bytes, 2 * i)));
            }
        }
        return text.toString();
    }

    private static int zeros(byte[] bytes, int from) {
        int i = from;
        while (i < GROUPS && group(bytes, 2 * i) == 0) {
            i++;
        }
        return i - from;
    }
}
