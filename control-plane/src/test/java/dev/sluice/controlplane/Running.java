package dev.sluice.controlplane;

import dev.sluice.settings.Settings;
import dev.sluice.status.ReceiptTargets;
import dev.sluice.status.StatusTarget;
import java.util.Map;
import java.util.Optional;

/** A control plane on free ports, fed by a script. */
final class Running implements AutoCloseable {
    final ScriptedSource source = new ScriptedSource();
    final ControlPlane plane;

    Running() {
        this(Map.of(), Optional.empty());
    }

    Running(Map<String, Object> settings, Optional<StatusTarget> statuses) {
        this(settings, statuses, Optional.empty());
    }

    Running(Map<String, Object> settings, Optional<StatusTarget> statuses, Optional<ReceiptTargets> receipts) {
        plane = ControlPlane.start(settings(settings), new Outside(source, statuses).telling(receipts), "1.2.3");
    }

    static ControlPlaneSettings settings(Map<String, Object> values) {
        Settings settings = Settings.defaults()
                .flag("--discovery-port", ControlPlaneSettings.PATH + ".discovery.port", 0)
                .flag("--api-port", ControlPlaneSettings.PATH + ".api.port", 0);
        values.forEach((key, value) -> settings.flag("test", ControlPlaneSettings.PATH + "." + key, value));
        return ControlPlaneSettings.of(settings.config());
    }

    StreamClient connect(String node) {
        return StreamClient.of(plane.discoveryPort(), node, "default");
    }

    @Override
    public void close() {
        plane.close();
    }
}
