package dev.sluice.bench.load;

import dev.sluice.bench.load.peer.Routes;
import dev.sluice.bench.load.peer.Site;
import java.util.Arrays;
import java.util.List;

/**
 * What the user asked for.
 *
 * @param rounds in which the proxies take turns
 * @param idleRounds the same for idle connections, which take half a minute for each proxy
 * @param seconds of each proxy in each round
 * @param connections of the parts http1 and latency
 * @param idle connections of the part idle
 * @param opened connections that each proxy has opened and closed again before the part latency
 */
record Options(
        int rounds,
        int idleRounds,
        int seconds,
        List<Integer> connections,
        Routes routes,
        List<String> peers,
        List<String> parts,
        int idle,
        int opened) {
    private static final String USAGE =
            "--rounds N (5), --idle-rounds N (1), --seconds N (3), --connections N[,N] (8,64,256),"
                    + " --routes N (1000), --peers NAME[,NAME] " + Site.PEERS + ", --only PART[,PART] " + Part.NAMES
                    + ", --idle N (10000), --opened N (none)";

    private static final Options USUAL =
            new Options(5, 1, 3, List.of(8, 64, 256), new Routes(1000), Site.PEERS, Part.NAMES, 10_000, 0);

    /** @param arguments the checkout, then pairs of name and value */
    static Options of(String[] arguments) {
        Options options = USUAL;
        for (int i = 1; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value; options: " + USAGE);
            }
            options = options.with(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--rounds" ->
                new Options(number(value), idleRounds, seconds, connections, routes, peers, parts, idle, opened);
            case "--idle-rounds" ->
                new Options(rounds, number(value), seconds, connections, routes, peers, parts, idle, opened);
            case "--seconds" ->
                new Options(rounds, idleRounds, number(value), connections, routes, peers, parts, idle, opened);
            case "--connections" ->
                new Options(rounds, idleRounds, seconds, numbers(value), routes, peers, parts, idle, opened);
            case "--routes" ->
                new Options(
                        rounds,
                        idleRounds,
                        seconds,
                        connections,
                        new Routes(number(value)),
                        peers,
                        parts,
                        idle,
                        opened);
            case "--peers" ->
                new Options(
                        rounds, idleRounds, seconds, connections, routes, some(value, Site.PEERS), parts, idle, opened);
            case "--only" ->
                new Options(
                        rounds, idleRounds, seconds, connections, routes, peers, some(value, Part.NAMES), idle, opened);
            case "--idle" ->
                new Options(rounds, idleRounds, seconds, connections, routes, peers, parts, number(value), opened);
            case "--opened" ->
                new Options(rounds, idleRounds, seconds, connections, routes, peers, parts, idle, number(value));
            default -> throw new IllegalArgumentException("unknown option " + name + "; options: " + USAGE);
        };
    }

    private static List<String> some(String value, List<String> known) {
        List<String> asked = List.of(value.split(","));
        for (String each : asked) {
            if (!known.contains(each)) {
                throw new IllegalArgumentException("unknown " + each + ": expected some of " + known);
            }
        }
        return known.stream().filter(asked::contains).toList();
    }

    private static List<Integer> numbers(String value) {
        return Arrays.stream(value.split(",")).map(Options::number).toList();
    }

    private static int number(String value) {
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException(value + ": expected a number above 0");
        }
        return number;
    }
}
