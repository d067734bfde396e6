package dev.sluice.api;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.ETag;
import akka.http.javadsl.model.headers.EntityTag;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Tags of answers (RFC 9110 section 8.8.3): length and two checksums of the bytes, so that every replica that has the same to say
 * gives it the same tag. Processors compute them, where a digest of a megabyte takes as long as all else of its answer; nobody gains
 * by forging one, because who may ask is answered.
 */
final class EntityTags {
    private EntityTags() {}

    /**
     * The answer with its tag, or 304 if the request says that it has it. Only what GET was answered well has
     * one, and not the text that probes and scrapers read.
     */
    static HttpResponse tagged(HttpRequest request, HttpResponse answer) {
        return answer.entity().getContentType().mediaType().isText() ? answer : whole(request, answer);
    }

    /** The same of text, too: the page is kept by browsers. */
    static HttpResponse whole(HttpRequest request, HttpResponse answer) {
        boolean read =
                request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
        if (read && answer.status().equals(StatusCodes.OK) && answer.entity() instanceof HttpEntity.Strict strict) {
            String tag = tag(strict.getData().toArrayUnsafe());
            HttpResponse same = HttpResponse.create().withStatus(StatusCodes.NOT_MODIFIED);
            return (has(request, tag) ? same.addHeaders(answer.getHeaders()) : answer)
                    .addHeader(ETag.create(EntityTag.create(tag, false)));
        }
        return answer;
    }

    private static boolean has(HttpRequest request, String tag) {
        return request.getHeader("If-None-Match")
                .map(header -> header.value().strip())
                .filter(known -> known.equals("*") || known.contains('"' + tag + '"'))
                .isPresent();
    }

    private static String tag(byte[] body) {
        return Integer.toHexString(body.length) + '-' + hex(new CRC32(), body) + hex(new CRC32C(), body);
    }

    private static String hex(Checksum checksum, byte[] body) {
        checksum.update(body);
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
