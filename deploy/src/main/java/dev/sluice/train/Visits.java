package dev.sluice.train;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Requests to a plane in training. */
final class Visits {
    private static final String OK = "HTTP/1.1 200";
    private static final int TIMEOUT_MILLIS = 120_000;

    private Visits() {}

    /** Asks the port so often on each of these connections, one after the other; each answer must be a 200. */
    static void plain(int port, String host, String path, int connections, int times) throws IOException {
        for (int i = 0; i < connections; i++) {
            try (Socket socket = open(port)) {
                ask(socket, host, path, times);
            }
        }
    }

    /** The same on all connections at the same time. */
    static void together(int port, String host, String path, int connections, int times) throws IOException {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<?>> visits = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                visits.add(threads.submit(() -> {
                    plain(port, host, path, 1, times);
                    return null;
                }));
            }
            for (Future<?> visit : visits) {
                TrainingRun.await(path, visit);
            }
        }
    }

    /** Whether it is a 200 that a path is answered with. */
    static boolean answers(int port, String path) throws IOException {
        try (Socket socket = open(port)) {
            send(socket, "127.0.0.1", path);
            return head(socket.getInputStream()).startsWith(OK);
        }
    }

    /** The same within TLS. */
    static void secure(int port, String host, int connections, int times) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new OwnProcess()}, null);
        for (int i = 0; i < connections; i++) {
            try (Socket socket = context.getSocketFactory().createSocket(open(port), host, port, true)) {
                ask(socket, host, "/", times);
            }
        }
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static void ask(Socket socket, String host, String path, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            send(socket, host, path);
            read(socket.getInputStream());
        }
    }

    private static void send(Socket socket, String host, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static void read(InputStream in) throws IOException {
        String head = head(in);
        if (!head.startsWith(OK)) {
            throw new IOException("answered " + head.lines().findFirst().orElse("nothing") + ": expected 200");
        }
        int length = head.toLowerCase(java.util.Locale.ROOT)
                .lines()
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
        in.skipNBytes(length);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("ended within a head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Believes every certificate: the other end is this process, and the certificate was made when it started. */
    private static final class OwnProcess extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
