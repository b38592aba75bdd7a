package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Link;
import dev.elfwright.report.Page;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.http.Refusal;
import dev.elfwright.serve.http.Request;
import dev.elfwright.serve.http.Response;
import java.io.IOException;
import java.util.List;

/** Which page has which address. */
public final class Site {
  private static final List<Link> NAVIGATION =
      List.of(
          new Link("Census", "/"),
          new Link("Search", "/search"),
          new Link("Questions", "/questions"),
          new Link("Sizes", "/sizes"),
          new Link("Hardening", "/hardening"),
          new Link("ABI risk", "/abi-risk"));

  private final Connections census;

  /** Pages of a census. */
  public Site(Connections census) {
    this.census = census;
  }

  /**
   * Answers a request.
   *
   * @throws Refusal when there is no such page, or a parameter is wrong
   */
  public void answer(Request request, Response response) throws IOException {
    String path = request.path();
    if (path.startsWith("/export/")) {
      new Export(census).send(path.substring("/export/".length()), request, response);
      return;
    }
    response.page(200, page(request));
  }

  private Page page(Request request) throws IOException {
    String path = request.path();
    return switch (path) {
      case "/" -> new HomePage(census).of(request.knowing());
      case "/search" -> new SearchPage(census).of(request.knowing("q"));
      case "/package" -> new PackagePage(census).of(request.knowing("name"));
      case "/file" -> new FilePage(census).of(request.knowing("path", "origin", "content"));
      case "/symbol" -> new SymbolPage(census).of(request.knowing("name"));
      case "/sizes" -> new SizesPage(census).of(request.knowing("package", "origin"));
      case "/hardening" -> new HardeningPage(census).of(request.knowing());
      case "/abi-risk" -> new AbiRiskPage(census).of(request.knowing());
      case "/questions" -> QuestionPage.list();
      default -> {
        if (path.startsWith("/questions/")) {
          yield new QuestionPage(census).of(path.substring("/questions/".length()), request);
        }
        throw new Refusal(404, "no such page");
      }
    };
  }

  /** A page of the site. */
  static Page page(String title, String lead, List<Block> blocks) {
    return new Page(title, lead, blocks, "", NAVIGATION);
  }

  /** The page that says why there is none. */
  public static Page refused(int status, String line) {
    return page(
        status == 404 ? "Not found" : "Not answered",
        "",
        List.of(new Block.Notice(line), Search.form("")));
  }
}
