package dev.sluice.cluster;

/**
 * What one replica knows of the cluster it is in.
 *
 * @param replica its name
 * @param clustered whether it is asked to be in one; if not it leads, and has no members
 * @param leading whether it leads, and is certain of it
 * @param incarnations how often its part in the cluster has been started
 * @param lastEnd why its part before the present one ended, as Akka names it; empty if it is the first
 */
public record ClusterView(
        String replica, boolean clustered, boolean leading, int incarnations, String lastEnd, MembersView members) {
    /** Of a replica that is alone. */
    public static ClusterView alone(String replica) {
        return new ClusterView(replica, false, true, 0, "", MembersView.NONE);
    }

    public static ClusterView of(String replica, ClusterPart part, Leadership leadership) {
        return new ClusterView(
                replica, true, leadership.leading(), part.incarnations(), part.lastEnd(), part.members());
    }
}
