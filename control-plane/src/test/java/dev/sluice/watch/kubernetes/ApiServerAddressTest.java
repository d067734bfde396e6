package dev.sluice.watch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What versions and logs say of the API server's address. */
final class ApiServerAddressTest {
    @Test
    void whatAuthenticatesIsNotShown() {
        assertThat(ApiServer.shown("https://ann:s3@cret@10.0.0.1:6443/")).isEqualTo("https://10.0.0.1:6443/");
        assertThat(ApiServer.shown("https://[::1]:6443/clusters/a@b")).isEqualTo("https://[::1]:6443/clusters/a@b");
    }
}
