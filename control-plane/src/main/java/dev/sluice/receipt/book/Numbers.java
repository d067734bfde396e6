package dev.sluice.receipt.book;

import java.util.OptionalLong;

/** Resource versions as numbers: decimal, and comparable within one watch (KEP-5504). */
public final class Numbers {
    private static final int SURELY_FITS = 18;

    private Numbers() {}

    /** Empty for a text that is no decimal number of at most 18 digits. */
    public static OptionalLong of(String resourceVersion) {
        boolean digits = !resourceVersion.isEmpty()
                && resourceVersion.length() <= SURELY_FITS
                && resourceVersion.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(resourceVersion)) : OptionalLong.empty();
    }
}
