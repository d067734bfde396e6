package dev.sluice.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/**
 * What is logged, and where: to standard error, of Sluice what {@code SLUICE_LOG_LEVEL} says (INFO unless told), of
 * libraries what is wrong. Logback finds it as a service. In code, because reading it from XML takes 400 classes that are
 * never needed again; a file that {@code -Dlogback.configurationFile} names goes before it.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String FILE = "logback.configurationFile";
    private static final String LEVEL = "SLUICE_LOG_LEVEL";
    /** A message quotes what others have written: it neither ends its line nor steers a terminal. */
    private static final String MESSAGE = "%replace(%msg){'[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\t]]', '?'}";

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} " + MESSAGE + "%n";

    /** For the service loader. */
    public LogSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext logging) {
        if (System.getProperty(FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        logging.getStatusManager().add(new NopStatusListener()); // nothing of Logback's own is interesting
        Logger root = logging.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console(logging));
        logging.getLogger("dev.sluice").setLevel(wanted());
        // Its transport reports every reset connection as an error; the watcher says once what an outage is.
        logging.getLogger("io.vertx").setLevel(Level.OFF);
        // Tells a taken port with a stack trace; the command line says it in one line.
        logging.getLogger("akka.io.TcpListener").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext logging) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logging);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(logging);
        console.setName("console");
        console.setTarget(ConsoleTarget.SystemErr.getName());
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    private static Level wanted() {
        String property = System.getProperty(LEVEL);
        return Level.toLevel(property == null ? System.getenv(LEVEL) : property, Level.INFO);
    }
}
