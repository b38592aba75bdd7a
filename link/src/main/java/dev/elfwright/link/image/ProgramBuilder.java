package dev.elfwright.link.image;

import dev.elfwright.elf.build.Target;
import java.util.List;

/** A program while it is built, see {@link Program#build}. */
public final class ProgramBuilder extends ImageBuilder {
  private final Program.Kind kind;
  private String entry = "_start";
  private String interpreter;

  ProgramBuilder(String name, Target target, Program.Kind kind) {
    super(name, target);
    this.kind = kind;
    this.interpreter = machine.interpreter();
  }

  /** The symbol at which the program starts; {@code _start} unless this says otherwise. */
  public void entry(String symbol) {
    entry = symbol;
  }

  /** The loader (PT_INTERP); glibc's unless this says otherwise. Static programs have none. */
  public void interpreter(String path) {
    interpreter = path;
  }

  /** Lets libraries see definitions of the program. */
  public void exports(String... symbols) {
    exported.addAll(List.of(symbols));
  }

  ImageOptions options() {
    ImageKind image =
        switch (kind) {
          case POSITION_INDEPENDENT -> ImageKind.PIE;
          case FIXED_ADDRESS -> ImageKind.FIXED;
          case STATIC -> ImageKind.STATIC;
        };
    return new ImageOptions(
        name,
        image,
        target,
        machine,
        entry,
        interpreter,
        runpath,
        lazy,
        false,
        packed,
        versions,
        exported);
  }
}
