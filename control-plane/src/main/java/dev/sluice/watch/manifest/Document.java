package dev.sluice.watch.manifest;

import dev.sluice.state.Flaw;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One document of a text.
 *
 * @param tree maps, lists, strings, numbers, booleans and null
 * @param flaws what is wrong with the text of the document, its places still without a file
 * @param lineOf from the path of a field to the line where it, or what is left of the path, stands
 */
record Document(@Nullable Object tree, List<LinedFlaw> flaws, ToIntFunction<String> lineOf) {
    /** A flaw and its line, counted from 1. */
    record LinedFlaw(int line, Flaw flaw) {}
}
