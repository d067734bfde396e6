package dev.sluice.ask;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a command wants to know.
 *
 * @param ask gets the answer
 * @param sheet shows it to a person
 * @param yes whether the answer is yes, which is what the command's exit status says
 * @param topics of the API's events after which the answer may be another
 */
record Question(Function<ApiClient, Doc> ask, Function<Doc, Sheet> sheet, Predicate<Doc> yes, String topics) {}
