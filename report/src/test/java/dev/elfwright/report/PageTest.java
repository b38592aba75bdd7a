package dev.elfwright.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        .doesNotContain("<fused>", "<libelf>");
  }

  @Test
  void whatIsOpenedIsClosed() {
    for (String tag :
        List.of(
            "section", "div", "table", "tr", "dl", "dt", "dd", "svg", "figure", "pre", "main")) {
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
