package dev.elfwright.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.elfwright.census.CensusException;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.http.Gate;
import dev.elfwright.serve.http.Refusal;
import dev.elfwright.serve.http.Request;
import dev.elfwright.serve.http.Response;
import dev.elfwright.serve.page.Site;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Shows a census to browsers. Answers GET and HEAD only; reads the census and no other file; its
 * pages have no scripts and load nothing. Who can reach its address can read the census.
 */
public final class CensusServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CensusServer.class.getName());
  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Connections connections;
  private final Site site;

  private CensusServer(HttpServer server, Connections connections) {
    this.server = server;
    this.connections = connections;
    this.site = new Site(connections);
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  /**
   * Starts one.
   *
   * @param census the census's folder
   * @param address where to listen; port 0 for one that is free
   * @throws CensusException when there is no census, or no scan of it has come to its end
   * @throws java.net.BindException when the address is in use, or not of this machine
   * @throws IOException when the census cannot be read
   */
  public static CensusServer start(Path census, InetSocketAddress address) throws IOException {
    Connections connections = Connections.open(census);
    try {
      CensusServer made = new CensusServer(HttpServer.create(address, BACKLOG), connections);
      made.server.createContext("/", made::answer);
      made.server.setExecutor(made.threads);
      made.server.start();
      return made;
    } catch (IOException | RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** The address of its first page. */
  public URI home() {
    InetSocketAddress at = address();
    String host = at.getAddress().getHostAddress().replaceFirst("%.*", "");
    String shown = at.getAddress() instanceof Inet6Address ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + at.getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    Response response = new Response(exchange);
    try (exchange) {
      try {
        Gate.pass(exchange);
        site.answer(Request.of(exchange.getRequestURI()), response);
      } catch (Refusal e) {
        response.page(e.status(), Site.refused(e.status(), e.line()));
      } catch (CensusException e) {
        response.page(400, Site.refused(400, String.valueOf(e.getMessage())));
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        LOG.log(Level.ERROR, "a page could not be made", e);
        response.page(500, Site.refused(500, "a defect of elfwright, please report it: " + e));
      }
    }
  }

  /** Ends it: what is being answered is cut off. */
  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdownNow();
    connections.close();
  }
}
