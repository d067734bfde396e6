package dev.sluice.bench.load;

/**
 * What differs within a part.
 *
 * @param value connections, or bytes, as the part says
 */
record Setting(String name, int value) {}
