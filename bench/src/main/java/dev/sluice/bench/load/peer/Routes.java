package dev.sluice.bench.load.peer;

import java.util.ArrayList;
import java.util.List;

/** The routes that every proxy is loaded with: hosts of ten paths each, all to one backend. */
public record Routes(int count) {
    private static final int PATHS = 10;

    /**
     * What is asked for.
     *
     * @param host of the machine's own name service, so that tools send it as the TLS server name
     */
    public record Route(String host, String path) {
        /** A small body. */
        public String small() {
            return path + "/item";
        }

        /** A body of this many bytes, which {@link Backend} has. */
        public String sized(int bytes) {
            return path + "/" + bytes;
        }
    }

    List<String> hosts() {
        int hosts = (count + PATHS - 1) / PATHS;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            names.add(i == hosts / 2 ? asked().host() : "h" + i + ".bench.test");
        }
        return names;
    }

    List<String> paths() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < PATHS; i++) {
            paths.add("/svc" + i);
        }
        return paths;
    }

    /** The one that is asked for: in the middle, so that no proxy gains by order. */
    public Route asked() {
        return new Route("localhost", paths().get(PATHS / 2));
    }
}
