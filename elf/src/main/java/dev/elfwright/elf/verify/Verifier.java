package dev.elfwright.elf.verify;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks files against all rules. The time it takes grows with the size of the file and with
 * nothing that the file says.
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="verify"}
 */
public final class Verifier {
  /** Every family of rules, in the order of {@link Rule}. */
  private static final List<Check> CHECKS =
      List.of(
          new HeaderCheck(),
          new SegmentCheck(),
          new SpecialSegmentCheck(),
          new PropertyCheck(),
          new NoteCheck(),
          new SectionCheck(),
          new SpecialSectionCheck(),
          new SectionLinkCheck(),
          new SectionPlaceCheck(),
          new StringTableCheck(),
          new GroupCheck(),
          new SymbolCheck(),
          new DynamicCheck(),
          new DynamicSectionCheck(),
          new SysvHashCheck(),
          new GnuHashCheck(),
          new VersionCheck(),
          new RelocationCheck(),
          new RelocationTypeCheck(),
          new AttributesCheck());

  private Verifier() {}

  /**
   * Checks a file.
   *
   * @throws IOException when it cannot be read
   * @throws ElfFormatException when it does not begin as ELF files do
   */
  public static Findings verify(Path file) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      return verify(model);
    } catch (ElfFormatException e) {
      if (!Sweep.isElf(file)) {
        throw e;
      }
      Report report = new Report(file.toString());
      report.attempt(() -> {
        throw e;
      });
      return report.findings();
    }
  }

  /** Checks an open file. */
  public static Findings verify(ElfModel model) {
    Subject subject = new Subject(model);
    Report report = new Report(model.file());
    CHECKS.forEach(check -> report.attempt(() -> check.run(subject, report)));
    return report.findings();
  }
}
