package dev.sluice.certificate;

/** A Secret of the name is there, and is not of ours: it is left alone. */
public final class ForeignSecret extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignSecret(SecretName name, String label, String value) {
        super(name + ": expected the label " + label + "=" + value
                + ", which those have that were made here; delete it or name another");
    }
}
