package dev.sluice.bench.load.client;

/**
 * What one run of a generator did.
 *
 * @param seconds it took
 * @param requests answered
 * @param failed not answered as expected; 0 in a run that counts
 */
public record Load(double seconds, long requests, long failed) {
    public double perSecond() {
        return requests / seconds;
    }
}
