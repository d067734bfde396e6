package dev.sluice.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flags of every command that asks, and how it asks and shows. */
final class Asking {
    @Option(
            names = "--api",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:7080",
            description = "The status API of any replica of the control plane. Default ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String api;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds a bearer token. Default: the variable " + Token.VARIABLE + ", or none.")
    @Nullable
    private Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Authorities to trust for https, in PEM. Default: the JDK's.")
    @Nullable
    private Path ca;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, or json or yaml as the API says it. Default ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Form form;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Span.class,
            description = "For each answer, as 500ms, 30s or 5m. Default ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Duration timeout;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Optional<Token> token() {
        return Token.of(tokenFile, System.getenv(Token.VARIABLE));
    }

    /** Whether somebody's token goes with what is asked. */
    boolean withToken() {
        return token().isPresent();
    }

    private ApiClient client() {
        return new ApiClient(new Access(Access.base(api), token(), Optional.ofNullable(ca), timeout));
    }

    private static Ink ink() {
        return Ansi.AUTO.enabled() ? Ink.COLOURED : Ink.PLAIN; // a terminal, and no NO_COLOR
    }

    /** Shows the answer: once, or whenever it is another. */
    int answer(Question question, Watching watching) {
        return watching.watch ? watch(question) : once(question);
    }

    private int once(Question question) {
        try (ApiClient client = client()) {
            Doc answer = question.ask().apply(client);
            print(form.text(answer, question.sheet(), ink()));
            return exit(question, answer);
        }
    }

    private static int exit(Question question, Doc answer) {
        return (question.yes().test(answer) ? Exit.YES : Exit.NO).status();
    }

    /** Changes something; what it says is shown as an answer is. */
    int change(Ask ask, ObjectNode body, Function<Doc, Sheet> sheet) {
        return once(new Question(client -> client.post(ask, body), sheet, answer -> true, ""));
    }

    /** Until the process is told to end. */
    private int watch(Question question) {
        try (ApiClient client = client();
                Changes changes = Following.of(client, question.topics(), Following.PACE)) {
            new Watch(question, form, ink(), this::print, this::complain).run(client, changes);
            return Exit.YES.status();
        }
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private void complain(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("sluice: " + Printable.of(line));
        err.flush();
    }
}
