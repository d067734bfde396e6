package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogSetupTest {
    private final LoggerContext logging = new LoggerContext();

    @AfterEach
    void forget() {
        System.clearProperty("SLUICE_LOG_LEVEL");
        System.clearProperty("logback.configurationFile");
        logging.stop();
    }

    private Configurator.ExecutionStatus configure() {
        LogSetup setup = new LogSetup();
        setup.setContext(logging);
        return setup.configure(logging);
    }

    @Test
    void logbackFindsItAsAService() {
        assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(LogSetup.class);
    }

    @Test
    void sluiceSpeaksOfWhatHappensAndLibrariesOfWhatIsWrong() {
        assertThat(configure()).isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        assertThat(logging.getLogger("dev.sluice.sync.Follower").getEffectiveLevel())
                .isEqualTo(Level.INFO);
        assertThat(logging.getLogger("akka.actor").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(logging.getLogger("io.vertx.core").getEffectiveLevel()).isEqualTo(Level.OFF);
        ConsoleAppender<ILoggingEvent> console =
                (ConsoleAppender<ILoggingEvent>) logging.getLogger("ROOT").getAppender("console");
        assertThat(console.isStarted()).isTrue();
        assertThat(console.getTarget()).isEqualTo("System.err");
    }

    @Test
    void whatAMessageQuotesNeitherEndsItsLineNorSteersATerminal() {
        configure();
        ConsoleAppender<ILoggingEvent> console =
                (ConsoleAppender<ILoggingEvent>) logging.getLogger("ROOT").getAppender("console");
        LoggingEvent event = new LoggingEvent(
                "", logging.getLogger("dev.sluice.Some"), Level.INFO, "found '{}'", null, new Object[] {
                    "a\u001b[2J\u009b31m\u202e\n2026 ERROR Forged\tx \u65e5'"
                });
        assertThat(new String(console.getEncoder().encode(event), StandardCharsets.UTF_8))
                .endsWith(" INFO  Some found 'a?[2J?31m??2026 ERROR Forged\tx \u65e5''\n");
    }

    @Test
    void theLevelIsAsAskedFor() {
        System.setProperty("SLUICE_LOG_LEVEL", "debug");

        configure();

        assertThat(logging.getLogger("dev.sluice").getLevel()).isEqualTo(Level.DEBUG);
    }

    @Test
    void aFileThatIsNamedGoesBeforeIt() {
        System.setProperty("logback.configurationFile", "/somewhere/logback.xml");

        assertThat(configure()).isEqualTo(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(logging.getLogger("ROOT").getAppender("console")).isNull();
    }
}
