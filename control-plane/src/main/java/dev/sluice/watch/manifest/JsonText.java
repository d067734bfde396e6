package dev.sluice.watch.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON, which is not quite a part of YAML (tabs, escapes). Flaws in it have the line where their document begins. */
final class JsonText {
    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(ManifestReader.MOST_CHARACTERS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Without it a message quotes the text, and the text may be a secret.
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build()
            .readerFor(Object.class);

    private JsonText() {}

    static List<Document> read(String text) throws UnreadableText {
        List<Document> documents = new ArrayList<>();
        try (MappingIterator<Object> values = READER.readValues(text)) {
            while (values.hasNextValue()) {
                int line = values.getParser().currentTokenLocation().getLineNr();
                documents.add(new Document(values.nextValue(), List.of(), path -> line));
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new UnreadableText(line, reason(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return documents;
    }

    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        return message.startsWith("Duplicate field")
                ? message
                : "not JSON: a bracket, comma or quote is missing or wrong";
    }
}
