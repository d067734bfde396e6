package dev.sluice.forward;

/** Where an engine hands requests over. */
public interface Pipeline {
    /**
     * The events of one client connection, called in its lane; HTTP/1 uses it for one request after the other, never two at a time.
     *
     * @param <B> the engine's body bytes
     */
    <B> ClientEvents<B> connected(ClientSide<B> client, Lane<B> lane);
}
