package dev.sluice.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flags as configuration: they win over environment, file and defaults. */
final class Overrides {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Sets a key if the flag was given. */
    Overrides with(String key, @Nullable Object value) {
        if (value != null) {
            values.put(key, value);
        }
        return this;
    }

    /**
     * Everything in force: flags, then the file, then what the modules bring.
     *
     * @throws UserError if the file cannot be read
     */
    Config over(@Nullable File file) {
        Config flags = ConfigFactory.parseMap(values, "flags");
        try {
            Config read = file == null ? ConfigFactory.empty() : ConfigFactory.parseFile(existing(file));
            return flags.withFallback(read)
                    .withFallback(ConfigFactory.defaultReference())
                    .resolve();
        } catch (ConfigException e) {
            throw new UserError("--config: " + e.getMessage());
        }
    }

    private static File existing(File file) {
        if (!file.isFile()) {
            throw new UserError("--config " + file + ": expected a file in HOCON, found none");
        }
        return file;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(ConfigUtil.splitPath(key).getLast())
                .append('=')
                .append(ConfigFactory.parseMap(Map.of("v", value)).getValue("v").render(ConfigRenderOptions.concise()))
                .append(' '));
        return text.toString().strip();
    }
}
