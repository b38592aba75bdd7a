package dev.elfwright.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManualTest {
  @Test
  void everyCommandHasAPageThatNamesItsOptions() {
    CommandLine root = Elfwright.commandLine();
    var pages = new TreeMap<String, String>();
    Manual.collect(root, pages);
    assertThat(pages).containsKeys("elfwright", "elfwright-link", "elfwright-link-fuse");
    check(root, pages);
  }

  private static void check(CommandLine command, Map<String, String> pages) {
    String page = Objects.requireNonNull(pages.get(ManPage.name(command.getCommandSpec())));
    assertThat(page).startsWith(".TH ");
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(page).contains(option.longestName().replace("-", "\\-"));
    }
    command.getSubcommands().values().forEach(below -> check(below, pages));
  }
}
