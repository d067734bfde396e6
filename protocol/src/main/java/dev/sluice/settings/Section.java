package dev.sluice.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One part of the configuration, read value by value with its bounds. Every reader throws {@link InvalidSetting} for a value
 * that is missing, of another type or out of bounds. An empty text stands for "not set".
 */
public final class Section {
    private final Config config;
    private final String path;

    private Section(Config config, String path) {
        this.config = config;
        this.path = path;
    }

    /** @param path as in {@code sluice.data-plane} */
    public static Section of(Config all, String path) {
        return new Section(read(all, path, "a section", () -> all.getConfig(path)), path);
    }

    public Section section(String name) {
        return new Section(
                read(config, path + "." + name, "a section", () -> config.getConfig(name)), path + "." + name);
    }

    /**
     * A list of sections, which are named by their place, as in {@code listeners.0}.
     *
     * @param defaults what a section says that does not say it
     */
    public List<Section> sections(String name, Map<String, ?> defaults) {
        List<? extends Config> list = read(name, "a list of sections", () -> config.getConfigList(name));
        Config fallback = ConfigFactory.parseMap(defaults);
        return IntStream.range(0, list.size())
                .mapToObj(i -> new Section(list.get(i).withFallback(fallback), path + "." + name + "." + i))
                .toList();
    }

    /** Refuses every key but these; for sections of a list, of which the defaults know no keys. */
    public void only(Set<String> names) {
        config.root().keySet().stream()
                .filter(key -> !names.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw invalid(
                            key, config.getValue(key).unwrapped(), "only " + String.join(", ", new TreeSet<>(names)));
                });
    }

    public int integer(String name, int least, int most) {
        String expected = "a whole number from " + least + " to " + most;
        int value = read(name, expected, () -> config.getInt(name));
        return within(name, value >= least && value <= most, value, expected);
    }

    /** A TCP or UDP port; 0 asks for a free one. */
    public int port(String name) {
        return integer(name, 0, 65535);
    }

    /** As {@code 512k}, {@code 4 MiB} or a plain number of bytes. */
    public long bytes(String name, long least, long most) {
        String expected = "a size from " + least + " to " + most + " bytes";
        long value = read(name, expected, () -> config.getBytes(name));
        return within(name, value >= least && value <= most, value, expected);
    }

    /** As {@code 200 ms}, {@code 5 s} or {@code 24 h}. */
    public Duration duration(String name, Duration least, Duration most) {
        String expected = "a duration from " + text(least) + " to " + text(most);
        Duration value = read(name, expected, () -> config.getDuration(name));
        return within(name, value.compareTo(least) >= 0 && value.compareTo(most) <= 0, value, expected);
    }

    public boolean flag(String name) {
        return read(name, "true or false", () -> config.getBoolean(name));
    }

    public String text(String name) {
        return read(name, "a text", () -> config.getString(name)).strip();
    }

    /** Empty if the text is. */
    public Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    /** A list, or one text with commas. */
    public List<String> texts(String name) {
        return read(name, "a list of texts", () -> texts(config, name));
    }

    /** One of an enum's cases, written in lower case with dashes. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        String value = text(name);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> invalid(
                        name,
                        value,
                        "one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Section::word)
                                        .collect(Collectors.joining(", "))));
    }

    /**
     * A text that something else understands.
     *
     * @param parse throws {@link IllegalArgumentException} for a text that it does not understand
     * @param expected ends the error message, as in {@code HOST:PORT}
     */
    public <T> T parsed(String name, Function<String, T> parse, String expected) {
        String value = text(name);
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw invalid(name, value, expected);
        }
    }

    /** For a rule that is the caller's: {@code name} has a value that cannot be. */
    public InvalidSetting invalid(String name, Object value, String expected) {
        return InvalidSetting.of(path + "." + name, value, origin(config, name), expected);
    }

    private static List<String> texts(Config config, String name) {
        try {
            return config.getStringList(name);
        } catch (ConfigException.WrongType e) {
            return Arrays.stream(config.getString(name).split(","))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList();
        }
    }

    private <T> T within(String name, boolean inside, T value, String expected) {
        if (!inside) {
            throw invalid(name, value instanceof Duration duration ? text(duration) : value, expected);
        }
        return value;
    }

    private <T> T read(String name, String expected, Supplied<T> reader) {
        return read(config, name, path + "." + name, expected, reader);
    }

    private static <T> T read(Config config, String key, String expected, Supplied<T> reader) {
        return read(config, key.substring(key.lastIndexOf('.') + 1), key, expected, reader);
    }

    private static <T> T read(Config config, String name, String key, String expected, Supplied<T> reader) {
        try {
            return reader.get();
        } catch (ConfigException.Missing e) {
            throw new InvalidSetting(key + " is not set: expected " + expected);
        } catch (ConfigException e) {
            throw InvalidSetting.of(key, config.getValue(name).unwrapped(), origin(config, name), expected);
        }
    }

    private interface Supplied<T> {
        T get();
    }

    private static String origin(Config config, String name) {
        return config.getValue(name).origin().description();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
