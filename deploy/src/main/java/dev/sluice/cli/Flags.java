package dev.sluice.cli;

import com.typesafe.config.Config;
import dev.sluice.settings.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the command line adds to defaults, file and environment; it wins over all of them. */
final class Flags {
    private Settings settings;

    private Flags(Settings settings) {
        this.settings = settings;
    }

    /** @throws dev.sluice.settings.InvalidSetting naming a key that does not exist, or a file that cannot be read */
    static Flags over(@Nullable Path file) {
        Settings settings = Settings.defaults();
        if (file != null) {
            settings = settings.file(file);
        }
        return new Flags(settings.environment(System.getenv()));
    }

    /** Sets a key if the flag was given. */
    void set(String flag, String key, @Nullable Object value) {
        if (value != null) {
            settings = settings.flag(flag, key, value);
        }
    }

    Config config() {
        return settings.config();
    }
}
