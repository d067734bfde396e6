package dev.sluice.forward;

import dev.sluice.http.Authority;

/** Where an engine hands requests over. */
public interface Pipeline {
    /**
     * The events of one client connection, called in its lane; HTTP/1 uses it for one request after the other, never two at a time.
     *
     * @param <B> the engine's body bytes
     */
    <B> ClientEvents<B> connected(ClientSide<B> client, Lane<B> lane);

    /**
     * The events of a connection whose TLS is passed through, called in its lane. Nothing has been taken of it: its first
     * message comes as the first bytes.
     *
     * @param serverName that its first message asks for; empty if it names none. Not kept
     */
    <B> StreamEvents<B> passed(StreamSide<B> client, ClientConnection connection, Authority serverName, Lane<B> lane);
}
