package dev.elfwright.link.programs;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Answers every request on this machine with one text, under a certificate made for it. */
final class TlsServer implements AutoCloseable {
  private static final String SECRET = "changeit";

  private final HttpsServer server;
  private final ExecutorService threads;
  private final Path certificate;

  private TlsServer(HttpsServer server, ExecutorService threads, Path certificate) {
    this.server = server;
    this.threads = threads;
    this.certificate = certificate;
  }

  static TlsServer start(Path folder, String text) throws IOException, GeneralSecurityException {
    Path keys = folder.resolve("keys.p12");
    Path certificate = folder.resolve("certificate.pem");
    keytool(
        keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1");
    keytool(keys, "-exportcert", "-rfc", "-file", certificate.toString());
    InetAddress here = InetAddress.getByName("127.0.0.1");
    HttpsServer server = HttpsServer.create(new InetSocketAddress(here, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.start();
    return new TlsServer(server, threads, certificate);
  }

  private static void keytool(Path keys, String command, String... options) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), command));
    all.addAll(List.of("-keystore", keys.toString(), "-storepass", SECRET, "-alias", "server"));
    all.addAll(List.of(options));
    Tool.run(all);
  }

  private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, SECRET.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, SECRET.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  String address() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** The certificate to trust, as PEM. */
  Path certificate() {
    return certificate;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
