package dev.sluice.bench.load;

import java.util.Map;

/** What one round measured of one proxy, in one setting of one part. */
record Sample(String part, String setting, String peer, int round, Map<Metric, Double> values) {}
