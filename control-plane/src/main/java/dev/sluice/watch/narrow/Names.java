package dev.sluice.watch.narrow;

/** Which texts Kubernetes accepts as names (RFC 1123 as the API server checks it). */
final class Names {
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_SUBDOMAIN = 253;

    private Names() {}

    /** Labels of a-z, 0-9 and '-', joined by dots. */
    static boolean subdomain(String text) {
        if (text.length() > LONGEST_SUBDOMAIN) {
            return false;
        }
        int start = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
            if (!labelCharacters(text, start, dot)) {
                return false;
            }
            start = dot + 1;
        }
        return labelCharacters(text, start, text.length());
    }

    static boolean label(String text) {
        return text.length() <= LONGEST_LABEL && labelCharacters(text, 0, text.length());
    }

    private static boolean labelCharacters(String text, int start, int end) {
        if (start == end || text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                return false;
            }
        }
        return true;
    }
}
