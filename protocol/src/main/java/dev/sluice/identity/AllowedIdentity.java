package dev.sluice.identity;

import dev.sluice.key.FleetName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom a control plane lets in, and as what.
 *
 * @param name a URI or a DNS name; its last segment (URI) or first label (DNS name) may be {@code *}, which stands for one
 * @param fleets that it may join; empty for all
 * @param nodes names that it may give itself; one may end with {@code *}, which stands for any rest. Empty for all
 */
public record AllowedIdentity(String name, Set<FleetName> fleets, List<String> nodes) {
    /** What {@link #parse} understands, for error messages. */
    public static final String FORM =
            "NAME [fleets=FLEET+FLEET...] [nodes=NODE+NODE...], as in *.edge.example.org fleets=edge nodes=edge-*";

    private static final String ANY = "*";

    public AllowedIdentity {
        fleets = Set.copyOf(fleets);
        nodes = List.copyOf(nodes);
        boolean open = name.startsWith("*.") || name.endsWith("/*");
        String rest = open ? name.replaceFirst("\\*", "") : name;
        if (rest.length() < (open ? 2 : 1) || rest.contains(ANY)) {
            throw new IllegalArgumentException("'" + name + "': expected " + FORM);
        }
    }

    /**
     * Reads one entry.
     *
     * @throws IllegalArgumentException naming what is wrong with it
     */
    public static AllowedIdentity parse(String text) {
        String[] words = text.strip().split("\\s+");
        Set<FleetName> fleets = Set.of();
        List<String> nodes = List.of();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            if (word.startsWith("fleets=")) {
                fleets = parts(word).stream().map(FleetName::new).collect(Collectors.toSet());
            } else if (word.startsWith("nodes=")) {
                nodes = parts(word);
            } else {
                throw new IllegalArgumentException("'" + word + "': expected " + FORM);
            }
        }
        return new AllowedIdentity(words[0], fleets, nodes);
    }

    /**
     * Reads entries, one a line; empty lines and those that begin with {@code #} say nothing.
     *
     * @throws IllegalArgumentException naming the line, or that there is no entry
     */
    public static List<AllowedIdentity> lines(List<String> lines) {
        List<AllowedIdentity> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    entries.add(parse(line));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("no entry: expected one or more lines of " + FORM);
        }
        return entries;
    }

    private static List<String> parts(String word) {
        List<String> parts = List.of(word.substring(word.indexOf('=') + 1).split("\\+", -1));
        if (parts.contains("")) {
            throw new IllegalArgumentException("'" + word + "': expected " + FORM);
        }
        return parts;
    }

    /** Whether the entry speaks of the peer. */
    boolean names(PeerIdentity peer) {
        return peer.names().stream().anyMatch(this::names);
    }

    private boolean names(String given) {
        if (name.contains("/")) {
            return name.endsWith("/*") ? oneSegment(given) : name.equals(given);
        }
        String lower = given.toLowerCase(Locale.ROOT); // DNS names: RFC 4343
        String own = name.toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        return own.startsWith("*.") ? dot > 0 && lower.substring(dot).equals(own.substring(1)) : own.equals(lower);
    }

    private boolean oneSegment(String given) {
        String prefix = name.substring(0, name.length() - 1);
        return given.startsWith(prefix) && given.length() > prefix.length() && given.indexOf('/', prefix.length()) < 0;
    }

    boolean allows(FleetName fleet, String node) {
        return (fleets.isEmpty() || fleets.contains(fleet))
                && (nodes.isEmpty() || nodes.stream().anyMatch(allowed -> allows(allowed, node)));
    }

    private static boolean allows(String allowed, String node) {
        return allowed.endsWith(ANY)
                ? node.startsWith(allowed.substring(0, allowed.length() - 1))
                : allowed.equals(node);
    }

    @Override
    public String toString() {
        return name
                + (fleets.isEmpty() ? "" : " fleets=" + joined(fleets))
                + (nodes.isEmpty() ? "" : " nodes=" + String.join("+", nodes));
    }

    private static String joined(Set<FleetName> fleets) {
        return String.join(
                "+", new TreeSet<>(fleets.stream().map(FleetName::value).toList()));
    }
}
