package dev.sluice.ask;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** JSON as the API's document describes it. What is missing reads as empty, false or 0: servers may be older or newer. */
record Doc(JsonNode node) {
    /** Empty if it is null. */
    String text(String field) {
        return text(node.path(field));
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }

    long number(String field) {
        return node.path(field).asLong();
    }

    double real(String field) {
        return node.path(field).asDouble();
    }

    boolean yes(String field) {
        return node.path(field).asBoolean();
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    Doc at(String field) {
        return new Doc(node.path(field));
    }

    List<Doc> all(String field) {
        return StreamSupport.stream(node.path(field).spliterator(), false)
                .map(Doc::new)
                .toList();
    }

    List<String> texts(String field) {
        return all(field).stream().map(one -> text(one.node())).toList();
    }
}
