package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.OsAbi;
import dev.elfwright.elf.constant.SegmentType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** Answers the {@code --print-...} options, a line each, as patchelf does. */
final class EditQuestions {
  private final EditOptions options;

  EditQuestions(EditOptions options) {
    this.options = options;
  }

  void print(Path file, Terminal terminal) throws IOException {
    if (!options.asks()) {
      return;
    }
    PrintStream out = terminal.out();
    try (ElfModel model = Elf.open(file)) {
      Optional<DynamicModel> dynamic = model.dynamic();
      if (options.has("--print-interpreter")) {
        out.println(model.interpreter().orElseThrow(() -> without(file, "interpreter")));
      }
      if (options.has("--print-os-abi")) {
        out.println(OsAbi.name(model.header().osAbi(), Abi.of(model.header().machine())));
      }
      if (options.has("--print-soname")) {
        out.println(
            dynamic.flatMap(DynamicModel::soname).orElseThrow(() -> without(file, "soname")));
      }
      if (options.has("--print-rpath")) {
        out.println(dynamic.flatMap(d -> d.runpath().or(d::rpath)).orElse(""));
      }
      if (options.has("--print-needed")) {
        dynamic.ifPresent(d -> d.needed().forEach(out::println));
      }
      if (options.has("--print-execstack")) {
        boolean executable =
            model
                .segments(SegmentType.GNU_STACK)
                .findFirst()
                .map(s -> (s.flags() & Segment.EXECUTE) != 0)
                .orElse(true);
        out.println("execstack: " + (executable ? "X" : "-"));
      }
    }
  }

  private static InputException without(Path file, String what) {
    return new InputException(file + ": has no " + what);
  }
}
