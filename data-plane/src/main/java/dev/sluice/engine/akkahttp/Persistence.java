package dev.sluice.engine.akkahttp;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;

/** Whether a connection goes on behind a message (RFC 9112 section 9.3). */
final class Persistence {
    private Persistence() {}

    static boolean kept(int minorVersion, Fields fields) {
        boolean keepAlive = false;
        for (int i = fields.find(KnownField.CONNECTION); i >= 0; i = fields.next(KnownField.CONNECTION, i)) {
            for (String option : fields.value(i).split(",")) {
                String folded = option.strip();
                if (folded.equalsIgnoreCase("close")) {
                    return false;
                }
                keepAlive |= folded.equalsIgnoreCase("keep-alive");
            }
        }
        return minorVersion > 0 || keepAlive;
    }
}
