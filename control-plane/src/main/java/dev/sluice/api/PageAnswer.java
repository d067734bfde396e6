package dev.sluice.api;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.HttpEncodings;
import akka.http.javadsl.model.headers.RawHeader;
import dev.sluice.api.page.PageFile;
import dev.sluice.api.page.PageFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The web page: for browsers at {@code /}, where programs get a list of paths, and its parts below {@code /page/}. It says nothing
 * of a cluster, so nobody is asked who he is; what it shows it asks of the status API, with the token of who looks at it.
 */
final class PageAnswer {
    private static final List<HttpHeader> HEADERS = headers();

    private final PageFiles files = PageFiles.load();

    /** Empty if something else is asked for. */
    Optional<HttpResponse> answer(HttpRequest request) {
        boolean reads =
                request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
        String path = request.getUri().path();
        if (!reads || (path.equals("/") && !accepts(request, "Accept", "text/html"))) {
            return Optional.empty();
        }
        return files.at(path).map(file -> reply(request, file));
    }

    private static HttpResponse reply(HttpRequest request, PageFile file) {
        boolean gzip = accepts(request, "Accept-Encoding", HttpEncodings.GZIP.value());
        HttpResponse answer = HttpResponse.create()
                .addHeaders(HEADERS)
                .withEntity(
                        HttpEntities.create(ContentTypes.parse(file.mediaType()), gzip ? file.gzip() : file.bytes()));
        return gzip ? answer.addHeader(RawHeader.create("Content-Encoding", "gzip")) : answer;
    }

    /** Browsers name what they want outright; one that refuses it with {@code q=0} is not known. */
    private static boolean accepts(HttpRequest request, String header, String wanted) {
        return request.getHeader(header)
                .filter(given -> given.value().contains(wanted))
                .isPresent();
    }

    private static List<HttpHeader> headers() {
        List<HttpHeader> headers = new ArrayList<>();
        PageFiles.HEADERS.forEach((name, value) -> headers.add(RawHeader.create(name, value)));
        headers.add(RawHeader.create("Vary", "Accept, Accept-Encoding"));
        return List.copyOf(headers);
    }
}
