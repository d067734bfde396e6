package dev.sluice.engine.netty.tls;

import dev.sluice.tls.TlsSettings.Provider;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;

/** Whose TLS is spoken here. */
public final class TlsLibrary {
    private TlsLibrary() {}

    /**
     * Finds what works.
     *
     * @throws IllegalStateException if the one asked for does not work here
     */
    public static SslProvider of(Provider asked) {
        return switch (asked) {
            case AUTO -> OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
            case JDK -> SslProvider.JDK;
            case OPENSSL -> openSsl(OpenSsl.unavailabilityCause());
        };
    }

    private static SslProvider openSsl(@Nullable Throwable unavailable) {
        if (unavailable != null) {
            throw new IllegalStateException(
                    "tls.provider = openssl does not work here (" + unavailable + "); expected jdk or auto",
                    unavailable);
        }
        return SslProvider.OPENSSL_REFCNT;
    }

    /** As logs name it. */
    public static String text(SslProvider provider) {
        return provider == SslProvider.JDK ? "the JDK's TLS" : OpenSsl.versionString();
    }
}
