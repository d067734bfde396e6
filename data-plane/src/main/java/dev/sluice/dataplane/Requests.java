package dev.sluice.dataplane;

import dev.sluice.engine.Engine;
import dev.sluice.forward.ExchangePipeline;
import dev.sluice.forward.Front;
import dev.sluice.forward.HealthPath;
import dev.sluice.forward.Tunnels;
import dev.sluice.http.Reason;
import dev.sluice.identity.KeyedChain;
import dev.sluice.observe.AccessLog;
import dev.sluice.observe.ConnectionMetrics;
import dev.sluice.observe.RecentRequests;
import dev.sluice.observe.RequestMetrics;
import dev.sluice.observe.RequestObserver;
import dev.sluice.sync.Serving;
import dev.sluice.tls.SelfSigned;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The half of a data plane through which requests go: engine, pipeline, counters and log.
 *
 * @param engine has its lanes running
 * @param health where load balancers ask
 * @param recent the last requests, by their ids
 * @param certificates those whose time is over
 * @param selfSigned the certificate of hosts that have none
 */
record Requests(
        Engine engine,
        RequestMetrics metrics,
        Tunnels tunnels,
        HealthPath health,
        RecentRequests recent,
        CertificateMeters certificates,
        Prepared<KeyedChain> selfSigned) {
    static Requests start(
            DataPlaneSettings settings,
            Serving serving,
            PrometheusMeterRegistry meters,
            Closings closings,
            Supplier<Reason> wanted) {
        int lanes = settings.engine().lanes();
        RequestMetrics metrics = new RequestMetrics(lanes);
        AccessLog accessLog = AccessLogs.open(settings.accessLog(), settings.accessLogFormat(), lanes);
        closings.add("the access log", accessLog);
        meters.getPrometheusRegistry().register(metrics);
        meters.getPrometheusRegistry().register(accessLog);
        RecentRequests recent = RecentRequests.of(settings.recentRequests(), lanes, InstantSource.system());
        meters.getPrometheusRegistry().register(recent);
        Front front = settings.front().with(wanted);
        Tunnels tunnels =
                new Tunnels(settings.tunnels().most(), settings.tunnels().passing());
        Prepared<KeyedChain> selfSigned =
                new Prepared<>(() -> SelfSigned.make(InstantSource.system().instant()));
        Engine engine = settings.engine()
                .start(
                        new ExchangePipeline(
                                serving.state(),
                                lanes,
                                new RequestObserver(metrics, accessLog, recent),
                                front,
                                tunnels),
                        Fronts.of(settings.tls(), selfSigned, serving, meters));
        closings.add("the engine", engine);
        ConnectionMetrics.register(meters, engine);
        CertificateMeters certificates =
                new CertificateMeters(() -> serving.status().compiled(), InstantSource.system());
        certificates.register(meters);
        return new Requests(engine, metrics, tunnels, front.health(), recent, certificates, selfSigned);
    }
}
