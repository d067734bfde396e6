package dev.sluice.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of a process, or of each of many things in it.
 *
 * @param heap bytes of objects that are alive
 * @param direct bytes beside the heap that are allocated for buffers
 * @param resident bytes of all of it that are in RAM
 */
record Memory(long heap, long direct, long resident) {
    private static final Pattern ALIVE = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");

    /** Of a JVM that runs with {@code -XX:NativeMemoryTracking=summary}, behind a collection of everything dead. */
    static Memory of(SluiceProcess process) throws IOException, InterruptedException {
        long heap = number(ALIVE, jcmd(process, "GC.class_histogram"));
        long direct = 1024 * number(OTHER, jcmd(process, "VM.native_memory", "summary"));
        return new Memory(heap, direct, 1024 * process.residentKiB());
    }

    /** What each of so many things takes that were not there before. */
    Memory over(Memory before, int things) {
        return new Memory(
                (heap - before.heap) / things,
                (direct - before.direct) / things,
                (resident - before.resident) / things);
    }

    boolean within(Memory most) {
        return heap <= most.heap && direct <= most.direct && resident <= most.resident;
    }

    private static String jcmd(SluiceProcess process, String... command) throws IOException, InterruptedException {
        String[] all = new String[command.length + 2];
        all[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        all[1] = Long.toString(process.pid());
        System.arraycopy(command, 0, all, 2, command.length);
        return Programs.run(all);
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }
}
