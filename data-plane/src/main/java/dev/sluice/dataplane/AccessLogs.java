package dev.sluice.dataplane;

import dev.sluice.observe.AccessLog;
import dev.sluice.observe.LogFormat;
import dev.sluice.observe.LogSink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;

/** Where the access log goes and how its lines look, by the settings {@code access-log} and {@code access-log-format}. */
final class AccessLogs {
    private AccessLogs() {}

    static AccessLog open(String where, LogFormat format, int lanes) {
        return switch (where) {
            case "off" -> AccessLog.off();
            // Past System.out, which would take a lock and encode each line anew.
            case "stdout" -> AccessLog.to(LogSink.to(new FileOutputStream(FileDescriptor.out)), format, lanes);
            default -> AccessLog.to(LogSink.file(Path.of(where)), format, lanes);
        };
    }
}
