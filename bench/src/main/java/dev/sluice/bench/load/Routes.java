package dev.sluice.bench.load;

import java.util.ArrayList;
import java.util.List;

/** The routes that every proxy is loaded with: hosts of ten paths each, all to one backend. */
record Routes(int count) {
    private static final int PATHS = 10;

    record Route(String host, String path) {}

    List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < (count + PATHS - 1) / PATHS; i++) {
            hosts.add("h" + i + ".bench.test");
        }
        return hosts;
    }

    List<String> paths() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < PATHS; i++) {
            paths.add("/svc" + i);
        }
        return paths;
    }

    /** The one that is asked for: in the middle, so that no proxy gains by order. */
    Route asked() {
        List<String> hosts = hosts();
        return new Route(hosts.get(hosts.size() / 2), paths().get(PATHS / 2));
    }
}
