package dev.sluice.api;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The document that says what may be asked. It is written by hand; a test holds it against what is answered. */
final class OpenApi {
    /** RFC 9512. */
    private static final ContentType YAML =
            ContentTypes.create(MediaTypes.applicationWithFixedCharset("yaml", HttpCharsets.UTF_8));

    private final byte[] yaml;
    private final byte[] json;

    OpenApi() {
        try (InputStream document = Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.yaml"))) {
            yaml = document.readAllBytes();
            json = new ObjectMapper().writeValueAsBytes(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.yaml of this package", e);
        }
    }

    HttpResponse yaml() {
        return Replies.bytes(YAML, yaml);
    }

    HttpResponse json() {
        return Replies.bytes(ContentTypes.APPLICATION_JSON, json);
    }
}
