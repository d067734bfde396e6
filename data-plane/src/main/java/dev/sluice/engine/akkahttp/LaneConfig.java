package dev.sluice.engine.akkahttp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** The actor system's configuration: one single-threaded dispatcher a lane, and what Akka HTTP must be told for a proxy. */
final class LaneConfig {
    private static final String FIXED = """
            akka {
              loglevel = ERROR
              loggers = ["akka.event.slf4j.Slf4jLogger"]
              logging-filter = "akka.event.slf4j.Slf4jLoggingFilter"
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              daemonic = on
              jvm-shutdown-hooks = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              actor.default-dispatcher { throughput = 64, fork-join-executor {
                parallelism-min = 2, parallelism-factor = 1.0, parallelism-max = 8 } }
              io.tcp {
                worker-dispatcher = "akka.actor.default-dispatcher"
                management-dispatcher = "akka.actor.default-dispatcher"
                nr-of-selectors = 1
                max-channels = unlimited
                direct-buffer-size = 32 KiB
                register-timeout = 5s
              }
              stream.materializer {
                io.tcp.coalesce-writes = 0
                io.tcp.write-buffer-size = 64 KiB
                subscription-timeout.timeout = 60s
              }
              http {
                server {
                  request-timeout = off
                  idle-timeout = infinite
                  max-connections = 1000000
                  pipelining-limit = 1
                  server-header = ""
                  stream-cancellation-delay = 0ms
                  linger-timeout = 5s
                  parsing = ${akka.http.parsing}
                  parsing.max-content-length = infinite
                }
                client {
                  idle-timeout = infinite
                  user-agent-header = ""
                  stream-cancellation-delay = 0ms
                  parsing = ${akka.http.parsing}
                }
                parsing {
                  max-content-length = infinite
                  max-chunk-size = 16m
                  modeled-header-parsing = off
                  header-cache.default = 0
                  uri-parsing-mode = relaxed
                  illegal-header-warnings = off
                  error-logging-verbosity = off
                }
              }
            }
            """;

    private LaneConfig() {}

    static String dispatcher(int lane) {
        return "sluice-lane-" + lane;
    }

    static Config of(int lanes) {
        StringBuilder text = new StringBuilder(FIXED);
        for (int lane = 0; lane < lanes; lane++) {
            text.append(dispatcher(lane))
                    .append(" { type = Dispatcher, executor = thread-pool-executor, throughput = 64,")
                    .append(" thread-pool-executor { fixed-pool-size = 1, allow-core-timeout = off } }\n");
        }
        return ConfigFactory.parseString(text.toString())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
