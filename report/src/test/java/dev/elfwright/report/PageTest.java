package dev.elfwright.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  private final String html = Sample.page().toHtml();

  @Test
  void aPageNeedsNothingButItself() {
    assertThat(html)
        .doesNotContain("http:", "https:", "src=", "<link", "<script", "@import", "url(");
  }

  @Test
  void textIsNeverMarkup() {
    assertThat(html)
        .contains("-version &amp; a &lt;fused&gt; &quot;copy&quot;")
        .contains("needs &lt;libelf&gt;")
        .contains(
            "&lt;second&gt;", "href=\"/second?a=1&amp;b=&quot;\"", "value=\"&quot;&lt;x&gt;\"")
        .doesNotContain("<fused>", "<libelf>", "<second>", "<x>", "<i>");
  }

  @Test
  void nothingTurnsTheDirectionOfText() {
    assertThat(html).contains("/bin/\\u202egpj.&lt;i&gt;").doesNotContain("\u202e");
  }

  @Test
  void theStyleIsNamedByItsDigest() throws Exception {
    String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    assertThat(Page.styleSource())
        .isEqualTo("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    assertThat(html).doesNotContain("style=\"");
  }

  @Test
  void everyNodeStandsOnceAndEveryEdgeHasAHead() {
    assertThat(count("<path class=\"head\"")).isEqualTo(6);
    assertThat(count("<rect class=\"(subject|plain|absent)\"")).isEqualTo(9);
  }

  @Test
  void whatIsOpenedIsClosed() {
    for (String tag :
        List.of(
            "section", "div", "table", "tr", "td", "dl", "dt", "dd", "svg", "figure", "pre", "main",
            "a", "nav", "form", "label", "p")) {
      assertThat(count("<" + tag + "[ >]")).as(tag).isEqualTo(count("</" + tag + ">"));
    }
  }

  @Test
  void everyRunIsADot() {
    assertThat(count("<circle")).isEqualTo(100);
  }

  @Test
  void aPartWithoutLengthIsNotDrawn() {
    assertThat(count("<title>guard: ")).isEqualTo(1);
  }

  @Test
  void theSamePageHasTheSameBytes() {
    assertThat(Sample.page().toHtml()).isEqualTo(html);
  }

  @Test
  void aRowMustFitItsHead() {
    assertThatThrownBy(() -> new Block.Table(List.of("a", "b"), List.of(List.of("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 cells under 2 titles");
  }

  private long count(String regex) {
    return Pattern.compile(regex).matcher(html).results().count();
  }
}
