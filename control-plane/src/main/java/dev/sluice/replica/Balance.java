package dev.sluice.replica;

import dev.sluice.key.FleetName;
import dev.sluice.wire.Capability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which data planes a replica that holds too many should ask to move, and where to. Pure. A replica does nothing until
 * it holds more than its fair share and some slack; then it gives away what is over the fair share, and only to replicas
 * below it, each of the givers its part of what they lack. So a move never makes another one necessary: the taker ends at
 * or below its share, the giver at or above it.
 */
public final class Balance {
    private static final int SLACK_DIVISOR = 10; // 10 %

    private final ReplicaId self;
    private final List<DataPlaneView> here;
    private final SortedMap<ReplicaId, Integer> counts = new TreeMap<>();
    private final Placement takers;
    private int total;

    /**
     * @param all the latest reports
     * @param here data planes that are connected to this replica and have not been asked to move
     * @param leaving replicas to which data planes have been asked to move that are not there yet, with their number
     */
    public Balance(Replicas all, ReplicaId self, List<DataPlaneView> here, Map<String, Integer> leaving) {
        this.self = self;
        this.here = here;
        Placement placement = Placement.of(all);
        for (ReplicaReport report : all.reports().values()) {
            if (placement.addresses().containsKey(report.id().name())) {
                int held = report.id().equals(self)
                        ? here.size()
                        : report.dataPlanes().size()
                                + leaving.getOrDefault(report.id().name(), 0);
                counts.put(report.id(), held);
                total += held;
            }
        }
        this.takers = takers(all, placement.without(self));
    }

    /** One whose versions are older by epoch or decision would be refused by every data plane. */
    private Placement takers(Replicas all, Placement others) {
        SortedMap<String, String> able = new TreeMap<>(others.addresses());
        all.report(self).ifPresent(own -> {
            for (ReplicaReport report : all.reports().values()) {
                boolean follows = report.epoch().source().equals(own.epoch().source())
                        && report.epoch().generation() >= own.epoch().generation()
                        && report.decision() >= own.decision();
                if (!follows) {
                    able.remove(report.id().name());
                }
            }
        });
        return new Placement(able);
    }

    /** Whether this replica holds so many that some should move. */
    public boolean overfull() {
        return counts.containsKey(self) && here.size() > share() + Math.max(1, share() / SLACK_DIVISOR);
    }

    /**
     * Who should move now, at most so many: name of the replica to go to, by node. Of each fleet as many as it is over
     * its own share, so that no fleet ends on one replica.
     */
    public SortedMap<String, String> moves(int most) {
        SortedMap<String, String> moves = new TreeMap<>();
        if (!overfull()) {
            return moves;
        }
        SortedMap<String, Integer> room = room();
        int left = Math.min(most, here.size() - share());
        for (DataPlaneView plane : leastFitting()) {
            if (moves.size() >= left) {
                break;
            }
            takers.order(plane.node()).stream()
                    .filter(name -> room.getOrDefault(name, 0) > 0)
                    .findFirst()
                    .ifPresent(name -> {
                        room.merge(name, -1, Integer::sum);
                        moves.put(plane.node(), name);
                    });
        }
        return moves;
    }

    private int share() {
        return (total + counts.size() - 1) / counts.size();
    }

    /** What this replica may give to each: its part, by how much it is over, of what is lacking there. */
    private SortedMap<String, Integer> room() {
        int surplus = 0;
        for (int count : counts.values()) {
            surplus += Math.max(0, count - share());
        }
        int own = here.size() - share();
        SortedMap<String, Integer> room = new TreeMap<>();
        for (Map.Entry<ReplicaId, Integer> other : counts.entrySet()) {
            int lacking = share() - other.getValue();
            String name = other.getKey().name();
            if (lacking > 0 && takers.addresses().containsKey(name)) {
                int part = (int) ((long) lacking * own / Math.max(1, surplus));
                room.put(name, part == 0 && fullest() ? 1 : part);
            }
        }
        return room;
    }

    private boolean fullest() {
        return counts.entrySet().stream()
                .max(Map.Entry.<ReplicaId, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .filter(entry -> entry.getKey().equals(self))
                .isPresent();
    }

    /** Fleets take turns by how much each has here, and those go first that would rather be elsewhere. */
    private List<DataPlaneView> leastFitting() {
        Map<FleetName, List<DataPlaneView>> fleets = new HashMap<>();
        for (DataPlaneView plane : here) {
            fleets.computeIfAbsent(plane.identity().fleet(), any -> new ArrayList<>())
                    .add(plane);
        }
        record Ranked(DataPlaneView plane, int rest) {}
        List<Ranked> ranked = new ArrayList<>();
        Placement everybody = new Placement(withSelf());
        fleets.values().forEach(planes -> {
            planes.removeIf(plane -> !plane.identity().capabilities().contains(Capability.REPLICAS.text()));
            planes.sort(Comparator.comparingInt((DataPlaneView plane) ->
                            -everybody.order(plane.node()).indexOf(self.name()))
                    .thenComparing(DataPlaneView::node));
            for (int i = 0; i < planes.size(); i++) {
                ranked.add(new Ranked(planes.get(i), planes.size() - i));
            }
        });
        ranked.sort(Comparator.comparingInt((Ranked each) -> -each.rest())
                .thenComparing(each -> each.plane().node()));
        return ranked.stream().map(Ranked::plane).toList();
    }

    private SortedMap<String, String> withSelf() {
        SortedMap<String, String> all = new TreeMap<>(takers.addresses());
        all.put(self.name(), "");
        return all;
    }
}
