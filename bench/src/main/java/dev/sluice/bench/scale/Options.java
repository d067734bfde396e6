package dev.sluice.bench.scale;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the user asked for: pairs of {@code --name NUMBER} after the checkout. */
record Options(Path home, Map<String, Integer> numbers) {
    private static final Map<String, Integer> USUAL = Map.ofEntries(
            Map.entry("--ingresses", 5000),
            Map.entry("--namespaces", 50),
            Map.entry("--services", 5000),
            Map.entry("--endpoints", 20_000),
            Map.entry("--data-planes", 1000),
            Map.entry("--starts", 3),
            Map.entry("--switches", 200),
            Map.entry("--rate", 1000),
            Map.entry("--connections", 10),
            Map.entry("--churn", 50),
            Map.entry("--churn-seconds", 60),
            Map.entry("--waves", 20),
            Map.entry("--explains", 1000),
            Map.entry("--requests", 1000),
            Map.entry("--samples", 200),
            Map.entry("--streams", 200),
            Map.entry("--stream-seconds", 30),
            Map.entry("--visits", 20));

    static Options of(String[] arguments) {
        Map<String, Integer> numbers = new HashMap<>(USUAL);
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            if (numbers.replace(arguments[i], Integer.valueOf(arguments[i + 1])) == null) {
                throw new IllegalArgumentException(
                        "unknown option " + arguments[i] + ": expected one of " + Set.copyOf(USUAL.keySet()));
            }
        }
        return new Options(Path.of(arguments[0]), Map.copyOf(numbers));
    }

    int of(String name) {
        return numbers.getOrDefault("--" + name, 0);
    }
}
