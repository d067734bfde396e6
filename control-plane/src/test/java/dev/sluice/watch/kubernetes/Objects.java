package dev.sluice.watch.kubernetes;

import java.util.List;

/** Objects as an API server writes them. */
final class Objects {
    private Objects() {}

    static String service(String name, long version) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"default\",\"uid\":\"uid-" + name + "\",\"resourceVersion\":\"" + version
                + "\"},\"spec\":{\"ports\":[{\"port\":80}]}}";
    }

    static String list(long version, String next, List<String> items) {
        return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version
                + "\",\"continue\":\"" + next + "\"},\"items\":[" + String.join(",", items) + "]}";
    }

    static String list(long version, String... items) {
        return list(version, "", List.of(items));
    }

    static String event(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}";
    }

    static String bookmark(long version) {
        return event("BOOKMARK", "{\"kind\":\"Service\",\"metadata\":{\"resourceVersion\":\"" + version + "\"}}");
    }

    static String status(int code, String message) {
        return "{\"kind\":\"Status\",\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
}
