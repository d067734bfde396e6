package dev.sluice.engine.netty.handover;

import dev.sluice.engine.Binding;
import java.net.InetSocketAddress;

/** What the two say to each other, a line each; in between descriptors come alone. */
final class Line {
    /** With the version of what follows. */
    static final String HELLO = "sluice-sockets 1";
    /** No more sockets. */
    static final String END = "end";
    /** Another successor was first. */
    static final String BUSY = "busy";
    /** Followed by the indices of sockets. */
    static final String TAKE = "take";
    /** The successor accepts: the predecessor may leave. */
    static final String ACCEPTING = "accepting";
    /** The predecessor has freed its admin port and its path. */
    static final String LEFT = "left";

    /** More than any exchange of ours has. */
    static final int LONGEST = 1024;

    private Line() {}

    /** A listening socket, as {@code socket 80 http 127.0.0.1 8080}. */
    static String socket(Listening listening) {
        InetSocketAddress address = listening.address();
        return "socket " + listening.binding().logicalPort() + " "
                + listening.binding().scheme() + " " + address.getAddress().getHostAddress() + " " + address.getPort();
    }

    /** Whether that line tells of a socket that stands for this binding. */
    static boolean fits(String line, Binding wanted) {
        String[] parts = line.split(" ", -1);
        InetSocketAddress local = wanted.local();
        return parts.length == 5
                && parts[0].equals("socket")
                && parts[1].equals(Integer.toString(wanted.logicalPort()))
                && parts[2].equals(wanted.scheme())
                && parts[3].equals(local.getAddress().getHostAddress())
                && (local.getPort() == 0 || parts[4].equals(Integer.toString(local.getPort())));
    }
}
