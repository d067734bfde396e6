package dev.sluice.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.state.ObservedObject;
import dev.sluice.watch.ObjectSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** Two control planes that are members of one cluster over real Artery, and see the same objects. */
final class TwoReplicas implements AutoCloseable {
    final Running leader;
    final Running other;

    /** @param outside of each */
    TwoReplicas(Map<String, Object> settings, Function<ObjectSource, Outside> outside) throws Exception {
        Running first = new Running(settings("cp-0", "", settings), outside);
        String seed = json(first, "/api/v1/members").path("address").asText();
        Running second = new Running(settings("cp-1", seed, settings), outside);
        for (Running each : List.of(first, second)) {
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> json(each, "/api/v1/members").path("members").findValuesAsText("status").stream()
                                    .filter("Up"::equals)
                                    .count()
                            == 2);
        }
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> leads(first) != leads(second));
        leader = leads(first) ? first : second;
        other = leader == first ? second : first;
    }

    private static Map<String, Object> settings(String name, String seed, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("cluster.enabled", true);
        settings.put("cluster.port", 0);
        settings.put("cluster.seed-nodes", seed);
        settings.put("replica.name", name);
        return settings;
    }

    private static boolean leads(Running running) throws Exception {
        return json(running, "/api/v1/members").path("leading").asBoolean();
    }

    static JsonNode json(Running running, String path) throws Exception {
        return new ObjectMapper().readTree(running.get(path).body());
    }

    List<Running> both() {
        return List.of(leader, other);
    }

    void begin(ObservedObject... objects) {
        both().forEach(running -> running.source.begin(objects));
        both().forEach(running ->
                running.plane.whenReady().orTimeout(60, TimeUnit.SECONDS).join());
    }

    void apply(ObservedObject object) {
        both().forEach(running -> running.source.apply(object));
    }

    /** With the resource version that it has. */
    void seen(ObservedObject object) {
        both().forEach(running -> running.source.seen(object));
    }

    @Override
    public void close() {
        other.close();
        leader.close();
    }
}
