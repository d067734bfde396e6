package dev.sluice.cli;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.dataplane.DataPlane;

/** Says on which ports something listens, one line each, so that port 0 can be used by scripts. */
final class Listening {
    private Listening() {}

    static void controlPlane(Runner runner, ControlPlane controlPlane) {
        runner.say("status API      http://127.0.0.1:" + controlPlane.apiPort() + "/api/v1/version");
        runner.say("discovery       127.0.0.1:" + controlPlane.discoveryPort());
    }

    static void dataPlane(Runner runner, DataPlane dataPlane) {
        runner.say("http            " + text(dataPlane.httpAddress()) + " (engine " + dataPlane.engine() + ")");
        dataPlane.httpsAddress().ifPresent(https -> runner.say("https           " + text(https)));
        runner.say("admin           http://" + text(dataPlane.adminAddress()) + "/readyz");
    }

    private static String text(java.net.InetSocketAddress address) {
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return host + ":" + address.getPort();
    }
}
