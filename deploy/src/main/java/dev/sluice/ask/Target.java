package dev.sluice.ask;

/**
 * What a request is sent to, as people write it: an URL, or a host and a path.
 *
 * @param path with the query
 */
record Target(String scheme, String host, String path) {
    private static final String BEHIND_SCHEME = "://";

    /** @throws AskFailure if it has no host, or another scheme than http and https */
    static Target of(String text) {
        int at = text.indexOf(BEHIND_SCHEME);
        String scheme = at < 0 ? "http" : text.substring(0, at);
        String rest = at < 0 ? text : text.substring(at + BEHIND_SCHEME.length());
        int slash = firstOf(rest);
        String authority = rest.substring(0, slash);
        String path = rest.substring(slash);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || authority.isEmpty() || authority.contains("@")) {
            throw new AskFailure(Exit.USAGE, "'" + text + "': expected an URL or HOST/PATH, as shop.example/cart");
        }
        String fragmentless = path.indexOf('#') < 0 ? path : path.substring(0, path.indexOf('#'));
        return new Target(scheme, authority, fragmentless.startsWith("/") ? fragmentless : "/" + fragmentless);
    }

    private static int firstOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("/?#".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
