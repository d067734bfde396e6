package dev.sluice.bench.load;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.sluice.bench.load.client.Load;
import dev.sluice.bench.load.client.Target;
import dev.sluice.bench.load.client.Wrk;
import dev.sluice.bench.load.peer.Routes;
import dev.sluice.bench.load.peer.Server;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What the JVM counts as allocated by all its threads ({@code com.sun.management.ThreadMXBean.getTotalThreadAllocatedBytes}),
 * asked before and after a load over the management agent that every JDK can start in a running process.
 */
record Allocation(Routes.Route route) implements Part {
    private static final int CONNECTIONS = 64;
    private static final int ENOUGH_SECONDS = 2;
    private static final Setting CLEAR = new Setting("HTTP/1.1", CONNECTIONS);
    private static final Setting TLS = new Setting("HTTP/1.1 within TLS", CONNECTIONS);

    @Override
    public String name() {
        return "allocation";
    }

    @Override
    public List<Setting> settings() {
        return List.of(CLEAR, TLS);
    }

    @Override
    public boolean suits(Server server) {
        return server.name().startsWith("sluice") && server.ports().https() != 0;
    }

    @SuppressWarnings("BanJNDI") // the agent is that of a process which this one has started, on this machine
    @Override
    public Map<Metric, Double> measure(Server server, Setting setting, int seconds)
            throws IOException, InterruptedException {
        Target target = setting.equals(TLS)
                ? new Target("https", server.ports().https(), route.host(), route.small())
                : new Target("http", server.ports().http(), route.host(), route.small());
        try (JMXConnector connector = JMXConnectorFactory.connect(agent(server))) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            long before = allocated(beans);
            Load load = Wrk.run(target, CONNECTIONS, Math.min(seconds, ENOUGH_SECONDS))
                    .load();
            double bytes = (double) (allocated(beans) - before) / Math.max(1, load.requests());
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            values.put(Metric.ALLOCATED_BYTES, bytes);
            values.put(Metric.FAILED, (double) load.failed());
            return values;
        }
    }

    private static JMXServiceURL agent(Server server) throws IOException {
        try {
            VirtualMachine machine =
                    VirtualMachine.attach(Long.toString(server.process().pid()));
            try {
                return new JMXServiceURL(machine.startLocalManagementAgent());
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(server.name() + " cannot be asked what it allocates", e);
        }
    }

    private static long allocated(MBeanServerConnection beans) throws IOException {
        try {
            return (Long) beans.getAttribute(new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
        } catch (JMException e) {
            throw new IOException("no TotalThreadAllocatedBytes: JDK 21 or later has it", e);
        }
    }
}
