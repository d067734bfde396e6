package dev.sluice.wire;

import com.google.protobuf.Message;
import java.util.function.Supplier;

/** A field of a resource cannot be read; never leaves {@link WireCodec}, which adds which resource it is. */
final class FieldRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    FieldRefused(String field, String value, String expected) {
        super(field + " " + value + ": expected " + expected);
    }

    /** For a field whose value says nothing or must not be said. */
    FieldRefused(String field, String problem) {
        super(field + ": " + problem);
    }

    /** A message of a field that must be there. */
    static void present(boolean present, String field) {
        if (!present) {
            throw new FieldRefused(field, "missing");
        }
    }

    /** Refuses a message with a field that this version does not know. Each message is asked where it is read. */
    static <M extends Message> M known(M message, String field) {
        var unknown = message.getUnknownFields().asMap();
        if (!unknown.isEmpty()) {
            throw new FieldRefused(
                    field.isEmpty() ? "resource" : field,
                    "field number " + unknown.keySet().iterator().next() + " is not known to this version");
        }
        return message;
    }

    /** What the model refuses, with the name of the field that said it. */
    static <T> T read(String field, Supplier<T> model) {
        try {
            return model.get();
        } catch (IllegalArgumentException e) {
            throw new FieldRefused(field, String.valueOf(e.getMessage()));
        }
    }

    static FieldRefused unknownCase(String field) {
        return new FieldRefused(field, "no case of those this version knows is set");
    }

    static FieldRefused unknownValue(String field, int number) {
        return new FieldRefused(field, Integer.toString(number), "a value that this version knows");
    }
}
