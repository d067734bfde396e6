package dev.sluice.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer's certificate leads to an authority (RFC 5280 section 6).
 *
 * @param authorities none: no certificate is good
 * @param revocations empty: revocation is not checked
 * @param between how many certificates may stand between the peer's and its authority's, the latter not included
 * @param usage what the certificate must be for (RFC 5280 section 4.2.1.12); one without any usage is for everything
 */
public record CertificatePath(List<X509Certificate> authorities, List<CRL> revocations, int between, String usage) {
    public static final String CLIENTS = "1.3.6.1.5.5.7.3.2";
    public static final String SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USAGE = "2.5.29.37.0";

    public CertificatePath {
        authorities = List.copyOf(authorities);
        revocations = List.copyOf(revocations);
    }

    /**
     * Verifies what a peer has shown. Takes about a millisecond; looks nothing up.
     *
     * @param chain the peer's own certificate first
     * @return null if it is good, else why not, in a few words
     */
    public @Nullable String flaw(List<X509Certificate> chain) {
        if (authorities.isEmpty()) {
            return "no authority is known";
        }
        try {
            chain.get(0).checkValidity(); // the builder does not say why it finds no path
            if (!usable(chain.get(0))) {
                return "unsuitable certificate purpose";
            }
            CertPathBuilder.getInstance("PKIX").build(parameters(chain));
            return null;
        } catch (CertificateExpiredException e) {
            return "certificate has expired";
        } catch (CertificateNotYetValidException e) {
            return "certificate is not yet valid";
        } catch (CertPathBuilderException e) {
            return reason(e);
        } catch (GeneralSecurityException e) {
            return "unusable certificate";
        }
    }

    private boolean usable(X509Certificate leaf) throws GeneralSecurityException {
        List<String> usages = leaf.getExtendedKeyUsage();
        return usages == null || usages.contains(usage) || usages.contains(ANY_USAGE);
    }

    private PKIXBuilderParameters parameters(List<X509Certificate> chain) throws GeneralSecurityException {
        X509CertSelector own = new X509CertSelector();
        own.setCertificate(chain.get(0));
        Set<TrustAnchor> anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
        List<Object> known = new ArrayList<>(chain);
        known.addAll(revocations);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
        parameters.setRevocationEnabled(!revocations.isEmpty());
        parameters.setMaxPathLength(between);
        return parameters;
    }

    /** In the words of OpenSSL, as far as they fit: who knows nginx knows them. */
    private static String reason(CertPathBuilderException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException invalid) {
                CertPathValidatorException.Reason reason = invalid.getReason();
                if (reason == BasicReason.EXPIRED) {
                    return "certificate has expired"; // one of those between
                }
                if (reason == BasicReason.REVOKED) {
                    return "certificate revoked";
                }
                if (reason == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
                    return "unable to get certificate CRL";
                }
                if (reason == PKIXReason.PATH_TOO_LONG) {
                    return "certificate chain too long";
                }
            }
        }
        return "unable to verify the certificate";
    }

    @Override
    public String toString() {
        return authorities.size() + " authorities";
    }
}
