package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.edit.EditRefusedException;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.image.ImageFormatException;
import dev.elfwright.elf.image.MemoryImage;
import dev.elfwright.elf.image.RawImage;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a file is read as and written as, by BFD's names for formats.
 *
 * @param input empty, an {@link ImageFormat}'s name or an ELF target
 * @param output empty, an {@link ImageFormat}'s name or an ELF target
 * @param visibility the two bits of st_other of symbols that are made for a binary
 * @param filling what stands in a binary where no section does
 */
record Formats(String input, String output, int visibility, RawImage.Filling filling) {
  static void declare(CommandSpec spec) {
    OptionValues.many(
        spec,
        "FORMAT",
        "Read FILE as binary, ihex, srec or elf64-x86-64...",
        "-I",
        "--input-target");
    OptionValues.many(
        spec, "FORMAT", "Write binary, ihex, srec or elf64-x86-64...", "-O", "--output-target");
    OptionValues.many(spec, "FORMAT", "Both.", "-F", "--target");
    OptionValues.many(
        spec, "ARCHITECTURE", "Taken and ignored: -O says it.", "-B", "--binary-architecture");
    OptionValues.many(spec, "BYTE", "What stands between sections in a binary.", "--gap-fill");
    OptionValues.many(spec, "ADDRESS", "Fill a binary up to there.", "--pad-to");
  }

  static Formats of(OptionValues options) {
    if (options.has("--target") && options.hasAny("--input-target", "--output-target")) {
      throw new InputException("--target says both --input-target and --output-target");
    }
    String both = options.last("--target", "");
    String input = checked(options.last("--input-target", both));
    String output = checked(options.last("--output-target", input));
    if (options.hasAny("--gap-fill", "--pad-to") && !output.equals("binary")) {
      throw new InputException("--gap-fill and --pad-to are for -O binary");
    }
    long fill = EditOptions.parse(options.last("--gap-fill", "0"));
    if (fill < 0 || fill > 0xff) {
      throw new InputException("--gap-fill: 0x%x is no byte".formatted(fill));
    }
    return new Formats(
        input,
        output,
        SymbolWords.visibility(options.last("--new-symbol-visibility", "default")),
        new RawImage.Filling((byte) fill, EditOptions.parse(options.last("--pad-to", "0"))));
  }

  private static String checked(String format) {
    return switch (format) {
      case "default" -> "";
      case "verilog", "symbolsrec" -> throw new InputException("not supported: format " + format);
      case "" -> format;
      default -> {
        if (ImageFormat.of(format).isEmpty()) {
          target(format);
        }
        yield format;
      }
    };
  }

  /** Changes a file, and converts it where the formats differ. */
  void rewrite(Rewrite rewrite, Path file, String name, ElfTransform change, Terminal terminal)
      throws IOException {
    Optional<ImageFormat> from = ImageFormat.of(input);
    Optional<ImageFormat> to = ImageFormat.of(output);
    if (from.isEmpty() && to.isEmpty()) {
      ElfTransform same = output.isEmpty() ? _ -> {} : e -> requireSame(e.model());
      rewrite.run(file, same.andThen(change), terminal);
      return;
    }
    // Without a target the object file is for no machine, as LLVM makes it.
    Target target = to.isPresent() ? little(true, 0) : target(output);
    try (ElfModel model =
        from.isPresent() ? from.get().object(file, name, target) : Elf.open(file)) {
      ElfTransform made =
          from.isPresent() ? e -> e.symbols().visibility(_ -> true, visibility) : _ -> {};
      LayoutPlan changed = Elf.transform(model, Layout.REPACK, made.andThen(change));
      LayoutPlan plan =
          to.isPresent()
              ? to.get().plan(image(name, changed), filling, rewrite.destination().name(name))
              : changed;
      rewrite.finish(plan, file, terminal);
    } catch (EditRefusedException | ImageFormatException | IllegalArgumentException e) {
      throw InputException.because(e);
    }
  }

  private static MemoryImage image(String name, LayoutPlan plan) throws IOException {
    return MemoryImage.of(Elf.parse(name, ElfWriter.toMemory(plan)));
  }

  /** Code of one machine is no code of another, whatever the header says. */
  private void requireSame(ElfModel model) {
    Target target = target(output);
    FileHeader is = model.header();
    boolean same =
        is.is64() == target.is64()
            && is.order().equals(target.order())
            && (target.machine() == 0 || is.machine() == target.machine());
    if (!same) {
      throw new InputException(
          "%s: not supported: to write it as %s".formatted(model.file(), output));
    }
  }

  /** A target by BFD's name for it. */
  static Target target(String format) {
    return switch (format.replaceFirst("-freebsd$", "")) {
      case "elf64-x86-64" -> Target.X86_64;
      case "elf32-i386" -> Target.I386;
      case "elf64-littleaarch64", "elf64-aarch64" -> Target.AARCH64;
      case "elf32-littlearm" -> Target.ARM;
      case "elf64-littleriscv" -> Target.RISCV64;
      case "elf64-powerpcle" -> Target.PPC64LE;
      case "elf64-s390" -> Target.S390X;
      case "elf64-loongarch" -> Target.LOONGARCH64;
      case "elf32-x86-64" -> little(false, 62);
      case "elf32-bigarm" -> Target.of(false, ByteOrder.BIG_ENDIAN, 40, 0x0500_0000);
      case "elf32-littleriscv" -> little(false, 243);
      case "elf32-powerpc" -> Target.of(false, ByteOrder.BIG_ENDIAN, 20, 0);
      case "elf32-powerpcle" -> little(false, 20);
      case "elf64-powerpc" -> Target.of(true, ByteOrder.BIG_ENDIAN, 21, 0);
      case "elf32-tradbigmips" -> Target.of(false, ByteOrder.BIG_ENDIAN, 8, 0);
      case "elf32-tradlittlemips" -> little(false, 8);
      case "elf64-tradbigmips" -> Target.of(true, ByteOrder.BIG_ENDIAN, 8, 0);
      case "elf64-tradlittlemips" -> little(true, 8);
      case "elf32-sparc" -> Target.of(false, ByteOrder.BIG_ENDIAN, 2, 0);
      case "elf32-sparcel" -> little(false, 2);
      case "elf32-hexagon" -> little(false, 164);
      case "elf32-loongarch" -> little(false, 258);
      case "elf64-little" -> little(true, 0);
      case "elf32-little" -> little(false, 0);
      default -> throw new InputException("invalid output format: '" + format + "'");
    };
  }

  private static Target little(boolean is64, int machine) {
    return Target.of(is64, ByteOrder.LITTLE_ENDIAN, machine, 0);
  }
}
