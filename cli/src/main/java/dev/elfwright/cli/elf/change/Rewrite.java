package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.PlanReport;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.edit.Archives;
import dev.elfwright.elf.edit.EditRefusedException;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.edit.Undo;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/**
 * Changes one file into another, or into itself.
 *
 * @param layout how far things may move
 * @param destination what becomes of the plan
 * @param undo where to write what restores the file
 * @param stamps what members of an archive say of when they were added
 */
record Rewrite(
    Layout layout, Destination destination, Optional<Path> undo, Archives.Stamps stamps) {
  Rewrite(Layout layout, Destination destination) {
    this(layout, destination, Optional.empty());
  }

  /** Members of archives keep their dates. */
  Rewrite(Layout layout, Destination destination, Optional<Path> undo) {
    this(layout, destination, undo, Archives.Stamps.KEPT);
  }

  /** What becomes of the plan of a changed file. */
  sealed interface Destination {
    /** It is written over the file itself. */
    record InPlace() implements Destination {}

    /** It is written to another file. */
    record To(Path file) implements Destination {}

    /** It goes to standard output. */
    record Streamed() implements Destination {}

    /** It is printed. */
    record Printed() implements Destination {}

    /** It is printed as JSON. */
    record PrintedAsJson() implements Destination {}

    /** The name of what is written of a file, as users say it. */
    default String name(String file) {
      return switch (this) {
        case To(var out) -> out.toString();
        case Streamed _ -> "-";
        case InPlace _, Printed _, PrintedAsJson _ -> file;
      };
    }

    /** Whether a file comes of it. */
    default boolean writes() {
      return switch (this) {
        case InPlace _, To _, Streamed _ -> true;
        case Printed _, PrintedAsJson _ -> false;
      };
    }

    /** What {@code --dry-run} prints. */
    static Destination printed(ParseResult arguments) {
      return arguments.hasMatchedOption("--json") ? new PrintedAsJson() : new Printed();
    }
  }

  /**
   * Makes the change.
   *
   * @throws InputException when the file refuses it
   */
  void run(Path file, ElfTransform change, Terminal terminal) throws IOException {
    try {
      if (isArchive(file)) {
        try (Archive archive = Archive.open(file)) {
          finish(
              Archives.transform(archive, layout, change, stamps),
              archive.contents(),
              file,
              terminal);
        }
        return;
      }
      try (ElfModel model = Elf.open(file)) {
        finish(Elf.transform(model, layout, change), model.contents(), file, terminal);
      }
    } catch (EditRefusedException e) {
      throw InputException.because(e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Restores what a file was before a change.
   *
   * @throws InputException when the undo file is not the file's
   */
  void restore(Path file, Path undoFile, Terminal terminal) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      finish(Undo.restore(undoFile, file, arena), file, terminal);
    } catch (EditRefusedException e) {
      throw InputException.because(e);
    }
  }

  private static boolean isArchive(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Archive.isArchive(MemorySegment.ofArray(in.readNBytes(8)));
    }
  }

  /** The undo file comes first: without it the change could not be taken back. */
  private void finish(LayoutPlan plan, MemorySegment original, Path file, Terminal terminal)
      throws IOException {
    if (undo.isPresent() && destination.writes()) {
      ElfWriter.write(
          Undo.of(plan, original),
          undo.get(),
          Umask.applyTo(PosixFilePermissions.fromString("rw-rw-rw-")));
    }
    finish(plan, file, terminal);
  }

  void finish(LayoutPlan plan, Path file, Terminal terminal) throws IOException {
    switch (destination) {
      // A link goes on pointing to the file.
      case Destination.InPlace _ -> ElfWriter.writeLike(plan, file, file.toRealPath());
      case Destination.To(var out) -> write(plan, file, out);
      case Destination.Streamed _ -> terminal.out().write(bytes(plan));
      case Destination.Printed _ -> terminal.out().print(plan);
      case Destination.PrintedAsJson _ -> terminal.out().print(Json.of(PlanReport.of(file, plan)));
    }
  }

  /** A new file is like the old one as far as the umask allows, and nobody else's program. */
  private static void write(LayoutPlan plan, Path file, Path out) throws IOException {
    if (Files.exists(out) && !Files.isRegularFile(out)) {
      try (OutputStream device = Files.newOutputStream(out)) {
        device.write(bytes(plan));
      }
      return;
    }
    Path target = Files.exists(out) ? out.toRealPath() : out;
    if (Files.exists(out) && Files.isSameFile(file, out)) {
      ElfWriter.writeLike(plan, file, target);
    } else {
      ElfWriter.write(plan, target, Umask.applyTo(Files.getPosixFilePermissions(file)));
    }
  }

  private static byte[] bytes(LayoutPlan plan) throws IOException {
    return ElfWriter.toMemory(plan).toArray(ValueLayout.JAVA_BYTE);
  }
}
