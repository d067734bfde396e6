package dev.sluice.ask;

import java.util.List;

/**
 * A Kubernetes object as people name it.
 *
 * @param namespace empty for what has none
 */
record ObjectName(String kind, String namespace, String name) {
    private static final String USUAL = "Ingress";

    /**
     * {@code shop/web}, {@code Service shop/web} in one word or two, {@code IngressClass sluice}. Of the kind any case will do.
     *
     * @throws AskFailure if it is none of them
     */
    static ObjectName of(List<String> words) {
        String[] parts = String.join(" ", words).strip().split(" +");
        String kind = parts.length == 2 ? kind(parts[0]) : USUAL;
        String key = parts[parts.length - 1];
        int slash = key.indexOf('/');
        boolean named = parts.length <= 2 && slash != 0 && slash < key.length() - 1 && slash == key.lastIndexOf('/');
        if (!named || key.isEmpty() || (slash < 0 && !kind.equals("IngressClass"))) {
            throw new AskFailure(
                    Exit.USAGE,
                    "'" + String.join(" ", words)
                            + "': expected NAMESPACE/NAME of an Ingress, or KIND NAMESPACE/NAME, as Service shop/web");
        }
        return new ObjectName(kind, slash < 0 ? "" : key.substring(0, slash), key.substring(slash + 1));
    }

    private static String kind(String text) {
        return List.of("ConfigMap", "EndpointSlice", "Endpoints", USUAL, "IngressClass", "Secret", "Service").stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElse(text);
    }
}
