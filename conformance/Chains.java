import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.edit.EditRefusedException;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.edit.Strip;
import dev.elfwright.elf.verify.Finding;
import dev.elfwright.elf.verify.Verifier;
import dev.elfwright.elf.write.ElfWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code Chains FOLDER...}, see chains.sh. */
final class Chains {
  private record Step(Layout layout, ElfTransform change) {}

  private static final List<Step> STEPS =
      List.of(
          new Step(
              Layout.APPEND,
              e ->
                  e.dynamic()
                      .setRunpath("/nowhere/" + "x".repeat(300))
                      .addNeededFirst("libm.so.6")
                      .addNeededLast("libdl.so.2")),
          new Step(Layout.REPACK, Strip.all()),
          new Step(
              Layout.APPEND,
              e ->
                  e.dynamic()
                      .setRunpath("/nowhere/" + "y".repeat(9000))
                      .setSoname("libother.so.9")
                      .hideSymbols(name -> name.hashCode() % 3 == 0)),
          new Step(Layout.REPACK, e -> e.dynamic().setRunpath("/" + "z".repeat(12_000))));

  private int files;
  private int worse;
  private int refused;

  void main(String[] folders) throws IOException {
    for (String folder : folders) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(Path.of(folder))) {
        all = walk.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
      }
      for (Path file : all) {
        if (isElf(file)) {
          chain(file);
        }
      }
    }
    System.out.printf("%d files, %d with new findings, %d refused%n", files, worse, refused);
    System.exit(worse + refused == 0 ? 0 : 1);
  }

  private static boolean isElf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(4);
      return magic.length == 4 && magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L';
    }
  }

  private void chain(Path file) throws IOException {
    try (ElfModel original = Elf.open(file)) {
      if (original.dynamic().isEmpty()) {
        return;
      }
      files++;
      int before = findings(original).size();
      List<String> after = new ArrayList<>();
      ElfModel now = original;
      for (Step step : STEPS) {
        now =
            Elf.parse(
                file.toString(),
                ElfWriter.toMemory(Elf.transform(now, step.layout(), step.change())));
        List<String> found = findings(now);
        if (found.size() > before) {
          after.addAll(found);
        }
      }
      if (!after.isEmpty()) {
        worse++;
        System.out.println(file + ": " + after.getFirst());
      }
    } catch (EditRefusedException | ElfFormatException e) {
      refused++;
      System.out.println(e.getMessage());
    }
  }

  private static List<String> findings(ElfModel model) {
    return Verifier.verify(model).withoutNotes().list().stream().map(Finding::toString).toList();
  }
}
