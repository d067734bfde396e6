package dev.sluice.certificate;

/** A Secret's name and namespace. */
public record SecretName(String namespace, String name) {
    /** @throws IllegalArgumentException if it is not {@code NAMESPACE/NAME} */
    public static SecretName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
            throw new IllegalArgumentException("'" + text + "': expected NAMESPACE/NAME");
        }
        return new SecretName(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return "Secret " + namespace + "/" + name;
    }
}
