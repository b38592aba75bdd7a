package dev.elfwright.link.image;

import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.write.LayoutPlan;
import java.util.function.Consumer;

/** Makes programs. */
public final class Program {
  /** How a program gets into memory. */
  public enum Kind {
    /** By a loader, at an address that the kernel chooses: PIE. */
    POSITION_INDEPENDENT,
    /** By a loader, at the address it is linked for. */
    FIXED_ADDRESS,
    /** By the kernel alone, at the address it is linked for. */
    STATIC
  }

  private Program() {}

  /**
   * The plan of a program, for {@link dev.elfwright.elf.write.ElfWriter}.
   *
   * @param name what the program is called in messages
   * @throws dev.elfwright.link.refusal.ObjectLinkException when a symbol is defined nowhere or
   *     twice, or a relocation cannot be done
   * @throws dev.elfwright.elf.ElfFormatException when an object file is malformed
   */
  public static LayoutPlan build(
      Target target, Kind kind, String name, Consumer<ProgramBuilder> body) {
    ProgramBuilder builder = new ProgramBuilder(name, target, kind);
    body.accept(builder);
    return new ImageLinker(builder.options(), builder.libraries, builder.inputs).link();
  }
}
