package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenSSL with its providers and engines, name service, callbacks through four libraries. */
class CurlTest {
  private static TlsServer server;

  @BeforeAll
  static void startServer(@TempDir Path keys) throws Exception {
    server = TlsServer.start(keys, "over TLS\n".repeat(10_000));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void fetchesOverTls(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide curl = SideBySide.of("/usr/bin/curl", mode, folder);
    String seen =
        curl.behaveAlike(stage -> {
          Outcome fetched =
              stage.run(
                  "-sS",
                  "-w",
                  "%{http_code} %{ssl_verify_result} %{size_download}",
                  "--cacert",
                  server.certificate().toString(),
                  server.address());
          return fetched.ofSuccess();
        });
    assertThat(seen).startsWith("over TLS\n").endsWith("200 0 90000");
  }

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void distrustsAnUnknownCertificate(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide curl = SideBySide.of("/usr/bin/curl", mode, folder);
    String seen = curl.behaveAlike(stage -> stage.run("-sS", server.address()).toString());
    assertThat(seen).contains("exit=60").contains("self-signed certificate");
  }
}
