package dev.elfwright.elf.snippets;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfElement;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.archive.ArchiveLayout;
import dev.elfwright.elf.archive.ArchiveMember;
import dev.elfwright.elf.archive.NewMember;
import dev.elfwright.elf.build.Label;
import dev.elfwright.elf.build.NamedSymbol;
import dev.elfwright.elf.build.ObjectFile;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.core.CoreFile;
import dev.elfwright.elf.core.FileMapping;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.verify.Finding;
import dev.elfwright.elf.verify.Findings;
import dev.elfwright.elf.verify.Severity;
import dev.elfwright.elf.verify.Verifier;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** The examples that the documentation shows; {@link ElfSnippetsTest} runs them. */
final class ElfSnippets {
  private static final int R_X86_64_PC32 = 2;
  private static final int R_X86_64_PLT32 = 4;

  private ElfSnippets() {}

  static void print(Path file, PrintStream out) throws IOException {
    // @start region="elements"
    try (ElfModel model = Elf.open(file)) {
      for (ElfElement element : model) {
        switch (element) {
          case FileHeader header -> out.println("machine " + header.machine());
          case Segment s when s.isLoad() -> out.println("loaded at " + s.address());
          case Segment _ -> {}
          case Section s when s.content() instanceof SymbolTable table ->
              table.symbols().filter(Symbol::isUndefined).forEach(out::println);
          case Section s -> out.println("section " + s.name());
        }
      }
    }
    // @end
  }

  static List<String> libraries(Path file) throws IOException {
    // @start region="needed"
    try (ElfModel model = Elf.open(file)) {
      return model.dynamic().map(DynamicModel::needed).orElse(List.of());
    }
    // @end
  }

  static void edit(Path program, Path changed) throws IOException {
    // @start region="edit"
    try (ElfModel model = Elf.open(program)) {
      LayoutPlan plan =
          Elf.transform(
              model,
              Layout.APPEND,
              e ->
                  e.dynamic()
                      .setRunpath("$ORIGIN/../lib")
                      .replaceNeeded("libm.so.6", "libmvec.so.1"));
      ElfWriter.writeLike(plan, program, changed);
    }
    // @end
  }

  static void editAndRestore(Path program, Path changed, Path restored) throws IOException {
    // @start region="inverse"
    try (ElfModel model = Elf.open(program)) {
      LayoutPlan plan = Elf.transform(model, Layout.APPEND, e -> e.dynamic().setRunpath("$ORIGIN"));
      LayoutPlan back = plan.inverse(model.contents(), changed);
      ElfWriter.writeLike(plan, program, changed);
      ElfWriter.writeLike(back, program, restored); // equal to the program, byte by byte
    }
    // @end
  }

  static List<Finding> errors(Path file) throws IOException {
    // @start region="verify"
    Findings findings = Verifier.verify(file);
    if (findings.hasNo(Severity.ERROR)) {
      return List.of();
    }
    return findings.withoutNotes().list();
    // @end
  }

  static Optional<String> objectOf(Path library, String symbol) throws IOException {
    // @start region="archive"
    try (Archive archive = Archive.open(library)) {
      return archive.index().flatMap(i -> i.definition(symbol)).map(ArchiveMember::name);
    }
    // @end
  }

  static void archive(Path object, Path archive) throws IOException {
    // @start region="make-archive"
    MemorySegment bytes = MemorySegment.ofArray(Files.readAllBytes(object));
    LayoutPlan plan = ArchiveLayout.of(List.of(NewMember.reproducible("hello.o", bytes)));
    ElfWriter.write(plan, archive, PosixFilePermissions.fromString("rw-r--r--"));
    // @end
  }

  static void build(Path file) throws IOException {
    // @start region="build"
    LayoutPlan plan =
        ObjectFile.build(
            Target.X86_64,
            object -> {
              NamedSymbol puts = object.symbol("puts");
              Label text = object.label();
              object.code(
                  ".text",
                  code -> {
                    object.define("hello", code.here(), s -> s.global().function());
                    code.bytes(0x48, 0x8d, 0x3d).relocate(R_X86_64_PC32, text, -4).i32(0);
                    code.bytes(0xe9).relocate(R_X86_64_PLT32, puts, -4).i32(0);
                  });
              object.constants(".rodata", data -> data.bind(text).string("Hello"));
            });
    ElfWriter.write(plan, file, PosixFilePermissions.fromString("rw-r--r--"));
    // @end
  }

  static List<String> filesOf(Path core) throws IOException {
    // @start region="core"
    try (ElfModel model = Elf.open(core)) {
      return CoreFile.of(model).mappings().stream().map(FileMapping::path).distinct().toList();
    }
    // @end
  }

  static Optional<Path> debugFile(Path program) throws IOException {
    // @start region="debug"
    try (ElfModel model = Elf.open(program)) {
      return new DebugFiles(Path.of("/usr/lib/debug")).find(model, program);
    }
    // @end
  }
}
