package dev.sluice.dataplane;

import dev.sluice.observe.AccessLog;
import dev.sluice.observe.LogFormat;
import dev.sluice.observe.LogSink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;

/** Where the access log goes, by the setting {@code access-log}. */
final class AccessLogs {
    private AccessLogs() {}

    static AccessLog open(String where, int lanes) {
        return switch (where) {
            case "off" -> AccessLog.off();
            // Past System.out, which would take a lock and encode each line anew.
            case "stdout" -> AccessLog.to(LogSink.to(new FileOutputStream(FileDescriptor.out)), LogFormat.TEXT, lanes);
            default -> AccessLog.to(LogSink.file(Path.of(where)), LogFormat.TEXT, lanes);
        };
    }
}
