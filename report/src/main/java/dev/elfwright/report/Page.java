package dev.elfwright.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A page.
 *
 * @param title the heading, and the name of the browser's tab
 * @param lead one sentence under it; may be empty
 * @param blocks what is on it, from top to bottom
 * @param footer a small line at the end; may be empty
 * @param navigation links above the heading, for a page of many; such pages are wider
 */
public record Page(
    String title, String lead, List<Block> blocks, String footer, List<Block.Link> navigation) {
  private static final String STYLE = "page.css";

  /** Copies the lists. */
  public Page {
    blocks = List.copyOf(blocks);
    navigation = List.copyOf(navigation);
  }

  /** A page on its own. */
  public Page(String title, String lead, List<Block> blocks, String footer) {
    this(title, lead, blocks, footer, List.of());
  }

  /**
   * What a server that forbids all else ({@code Content-Security-Policy}) has to allow: the style
   * that is part of every page, by its digest. Pages have no scripts, and load nothing.
   */
  public static String styleSource() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(styleText().getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the page, replacing a file that is there. */
  public void write(Path file) throws IOException {
    Files.writeString(file, toHtml());
  }

  /** The page as one file. */
  public String toHtml() {
    Html out = new Html();
    out.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .element("title", title)
        .raw("\n<style>" + styleText() + "</style>\n</head>\n<body")
        .raw(navigation.isEmpty() ? ">\n<header>" : " class=\"broad\">\n<header>");
    if (!navigation.isEmpty()) {
      out.raw("<nav>");
      navigation.forEach(out::link);
      out.raw("</nav>");
    }
    out.element("h1", title);
    if (!lead.isEmpty()) {
      out.element("p class=\"lead\"", lead);
    }
    out.raw("</header>\n<main>\n");
    blocks.forEach(block -> add(out, block));
    out.raw("</main>\n");
    if (!footer.isEmpty()) {
      out.element("footer", footer);
    }
    return out.raw("</body>\n</html>\n").toString();
  }

  private static void add(Html out, Block block) {
    switch (block) {
      case Block.Section(String title, List<Block> inner) -> {
        out.raw("<section>").element("h2", title).raw("\n");
        inner.forEach(b -> add(out, b));
        out.raw("</section>\n");
      }
      case Block.Prose(String text) -> out.element("p", text).raw("\n");
      case Block.Notice(String text) -> out.element("p class=\"notice\"", text).raw("\n");
      case Block.Code(String text) -> out.raw("<pre>").element("code", text).raw("</pre>\n");
      case Block.SideBySide sides -> addSides(out, sides);
      case Block.Figures(List<Block.Figure> figures) -> addFigures(out, figures);
      case Block.Table table -> addTable(out, table);
      case Block.Entries(List<Block.Entry> entries) -> addEntries(out, entries);
      case Block.StackedBars chart -> Charts.stackedBars(out, chart);
      case Block.Strip chart -> Charts.strip(out, chart);
      case Block.TreeMap map -> new TreeMapChart(out, map).draw();
      case Block.Graph graph -> new GraphChart(out, graph).draw();
      case Block.Links(List<Block.Link> links) -> {
        out.raw("<p class=\"links\">");
        links.forEach(out::link);
        out.raw("</p>\n");
      }
      case Block.Listing listing -> addListing(out, listing);
      case Block.Facts(List<Block.Fact> facts) -> addFacts(out, facts);
      case Block.Form form -> addForm(out, form);
    }
  }

  private static void addSides(Html out, Block.SideBySide sides) {
    out.raw("<div class=\"sides\">");
    addSide(out, sides.beforeTitle(), sides.before(), sides.after(), "old");
    addSide(out, sides.afterTitle(), sides.after(), sides.before(), "new");
    out.raw("</div>\n");
  }

  private static void addSide(
      Html out, String title, List<String> lines, List<String> others, String mark) {
    Set<String> same = Set.copyOf(others);
    out.raw("<div>").element("span class=\"label\"", title).raw("<pre><code>");
    for (String line : lines) {
      out.element(same.contains(line) ? "span" : "span class=\"" + mark + "\"", line).raw("\n");
    }
    out.raw("</code></pre></div>");
  }

  private static void addFigures(Html out, List<Block.Figure> figures) {
    out.raw("<div class=\"figures\">");
    for (Block.Figure figure : figures) {
      out.raw("<div>")
          .element("span class=\"label\"", figure.label())
          .element("strong", figure.value())
          .element("span class=\"detail\"", figure.detail())
          .raw("</div>");
    }
    out.raw("</div>\n");
  }

  private static void addTable(Html out, Block.Table table) {
    out.raw("<div class=\"wide\"><table><thead><tr>");
    table.head().forEach(title -> out.element("th", title));
    out.raw("</tr></thead><tbody>\n");
    for (List<String> row : table.rows()) {
      out.raw("<tr>").element("th scope=\"row\"", row.getFirst());
      row.stream().skip(1).forEach(cell -> out.element("td", cell));
      out.raw("</tr>\n");
    }
    out.raw("</tbody></table></div>\n");
  }

  private static void addEntries(Html out, List<Block.Entry> entries) {
    out.raw("<dl>");
    for (Block.Entry entry : entries) {
      out.raw("<dt>").element("span", entry.name());
      if (!entry.detail().isEmpty()) {
        out.raw(" ").element("span class=\"detail\"", entry.detail());
      }
      out.raw("</dt>").element("dd", entry.text()).raw("\n");
    }
    out.raw("</dl>\n");
  }

  private static void addListing(Html out, Block.Listing listing) {
    out.raw("<div class=\"wide\"><table class=\"listing\"><thead><tr>");
    for (int i = 0; i < listing.head().size(); i++) {
      out.element("th" + side(listing.columns().get(i)), listing.head().get(i));
    }
    out.raw("</tr></thead><tbody>\n");
    for (List<Block.Link> row : listing.rows()) {
      out.raw("<tr>");
      for (int i = 0; i < row.size(); i++) {
        out.raw("<td" + side(listing.columns().get(i)) + ">").link(row.get(i)).raw("</td>");
      }
      out.raw("</tr>\n");
    }
    out.raw("</tbody></table></div>\n");
  }

  private static String side(Block.Column column) {
    return column == Block.Column.NUMBERS ? " class=\"number\"" : "";
  }

  private static void addFacts(Html out, List<Block.Fact> facts) {
    out.raw("<dl class=\"facts\">");
    for (Block.Fact fact : facts) {
      out.raw("<div><dt title=\"").text(fact.meaning()).raw("\">").text(fact.name());
      out.raw("</dt><dd>").link(fact.value()).raw("</dd></div>\n");
    }
    out.raw("</dl>\n");
  }

  private static void addForm(Html out, Block.Form form) {
    out.raw("<form method=\"get\" action=\"").text(form.target()).raw("\">");
    for (Block.Field field : form.fields()) {
      out.raw("<label>")
          .element("span class=\"label\"", field.label())
          .raw("<input autocomplete=\"off\" spellcheck=\"false\" name=\"")
          .text(field.name())
          .raw("\" value=\"")
          .text(field.value())
          .raw("\" placeholder=\"")
          .text(field.hint())
          .raw("\"></label>");
    }
    out.element("button", form.button()).raw("</form>\n");
  }

  private static String styleText() {
    return "\n" + style();
  }

  private static String style() {
    try (InputStream css = Page.class.getResourceAsStream(STYLE)) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
