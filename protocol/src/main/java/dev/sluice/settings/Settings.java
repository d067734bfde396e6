package dev.sluice.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where settings come from. The {@code reference.conf} of each module names every key there is and its default; a file
 * (HOCON), then environment variables, then flags stand above it.
 *
 * <p>The variable of a key has its dots doubled to {@code __} and its dashes as {@code _}, in upper case: {@code
 * sluice.data-plane.http-port} is {@code SLUICE__DATA_PLANE__HTTP_PORT}. With single underscores it would meet the
 * variables that Kubernetes sets in each container for a Service named {@code sluice-data-plane}.
 */
public final class Settings {
    private static final String ROOT = "sluice.";
    private static final String VARIABLE_ROOT = "SLUICE__";

    private final Config reference;
    private final Set<String> known;
    private final List<Config> layers = new ArrayList<>(); // lowest first

    private Settings(Config reference) {
        this.reference = reference;
        this.known = keys(reference);
    }

    /**
     * Only the defaults of all modules. Those of libraries are not among them: Akka adds its own where it is started, and
     * reading them takes longer than most of a data plane's start.
     */
    public static Settings defaults() {
        return new Settings(Reference.read());
    }

    /**
     * Adds a file.
     *
     * @throws InvalidSetting if it cannot be read, is no HOCON, or names a key that does not exist
     */
    public Settings file(Path file) {
        try {
            return add(ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false)));
        } catch (ConfigException e) {
            throw new InvalidSetting(
                    "configuration file " + file + ": " + InvalidSetting.oneLine(String.valueOf(e.getMessage())));
        }
    }

    /** Adds the variables whose names begin with {@code SLUICE__}; others are not looked at. */
    public Settings environment(Map<String, String> environment) {
        SortedMap<String, String> keys = variables();
        Config values = ConfigFactory.empty();
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String variable = entry.getKey();
            if (variable.startsWith(VARIABLE_ROOT)) {
                String key = keys.get(variable);
                if (key == null) {
                    throw unknown("environment variable " + variable, Nearest.to(variable, keys.keySet()));
                }
                values = values.withValue(key, value(entry.getValue(), "environment variable " + variable));
            }
        }
        return add(values);
    }

    /** Adds one value as the user gave it; {@code flag} is what error messages name, as in {@code --http-port}. */
    public Settings flag(String flag, String key, Object value) {
        return add(ConfigFactory.empty().withValue(key, value(value, flag)));
    }

    /**
     * All layers as one, substitutions resolved.
     *
     * @throws InvalidSetting if a substitution names nothing
     */
    public Config config() {
        Config all = reference;
        for (Config layer : layers) {
            all = layer.withFallback(all);
        }
        // System properties are for the libraries (akka.*); ours would pass by the check for unknown keys.
        Config whole = ConfigFactory.systemProperties().withoutPath("sluice").withFallback(all);
        try {
            return whole.resolve();
        } catch (ConfigException.UnresolvedSubstitution e) {
            return withLibraries(whole);
        } catch (ConfigException e) {
            throw new InvalidSetting(InvalidSetting.oneLine(String.valueOf(e.getMessage())));
        }
    }

    /** For a file that names what a library defaults to, as {@code ${akka.loglevel}}. */
    private static Config withLibraries(Config whole) {
        try {
            return whole.withFallback(ConfigFactory.defaultReference()).resolve();
        } catch (ConfigException e) {
            throw new InvalidSetting(InvalidSetting.oneLine(String.valueOf(e.getMessage())));
        }
    }

    private Settings add(Config layer) {
        leaves(layer.root(), "", known).forEach((key, value) -> {
            if (key.startsWith(ROOT) && !known.contains(key)) {
                throw unknown(key + " (" + value.origin().description() + ")", Nearest.to(key, known));
            }
        });
        layers.add(layer);
        return this;
    }

    /** The values of a tree, down to the known keys: what stands in a value is the value's reader's affair. */
    private static SortedMap<String, ConfigValue> leaves(
            Map<String, ConfigValue> tree, String prefix, Collection<String> known) {
        SortedMap<String, ConfigValue> leaves = new TreeMap<>();
        tree.forEach((name, value) -> {
            String key = prefix + name;
            if (value instanceof Map<?, ?> && !known.contains(key)) {
                @SuppressWarnings("unchecked") // ConfigObject is a Map<String, ConfigValue>
                Map<String, ConfigValue> subtree = (Map<String, ConfigValue>) value;
                leaves.putAll(leaves(subtree, key + ".", known));
            } else {
                leaves.put(key, value);
            }
        });
        return leaves;
    }

    private static Set<String> keys(Config reference) {
        Set<String> keys = new TreeSet<>();
        leaves(reference.root(), "", Set.of()).keySet().stream()
                .filter(key -> key.startsWith(ROOT))
                .forEach(keys::add);
        return keys;
    }

    private SortedMap<String, String> variables() {
        SortedMap<String, String> variables = new TreeMap<>();
        known.forEach(key -> variables.put(variable(key), key));
        return variables;
    }

    /** The environment variable that sets {@code key}. */
    public static String variable(String key) {
        return key.replace(".", "__").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static ConfigValue value(Object value, String origin) {
        return ConfigValueFactory.fromAnyRef(value, origin);
    }

    private static InvalidSetting unknown(String what, String nearest) {
        return new InvalidSetting(
                what + ": there is no such setting" + (nearest.isEmpty() ? "" : "; is it " + nearest + "?"));
    }
}
