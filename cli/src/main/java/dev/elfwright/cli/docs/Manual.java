package dev.elfwright.cli.docs;

import dev.elfwright.cli.Elfwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what is installed beside the program: man pages and the completion script. */
public final class Manual {
  private Manual() {}

  /**
   * Writes {@code man/man1/*.1} and {@code completion/elfwright.bash} below a folder; run by the
   * build.
   *
   * @param args the folder
   * @throws IOException when it cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    CommandLine root = Elfwright.commandLine();
    var pages = new TreeMap<String, String>();
    collect(root, pages);
    Path man = Files.createDirectories(folder.resolve("man/man1"));
    for (var page : pages.entrySet()) {
      Files.writeString(man.resolve(page.getKey() + ".1"), page.getValue());
    }
    Path completion = Files.createDirectories(folder.resolve("completion"));
    Files.writeString(completion.resolve("elfwright.bash"), AutoComplete.bash("elfwright", root));
  }

  /** The pages of a command and of all below it, by name. */
  static void collect(CommandLine command, Map<String, String> pages) {
    pages.put(ManPage.name(command.getCommandSpec()), ManPage.of(command.getCommandSpec()));
    command.getSubcommands().values().forEach(below -> collect(below, pages));
  }
}
