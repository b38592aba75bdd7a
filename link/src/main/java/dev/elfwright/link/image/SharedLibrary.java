package dev.elfwright.link.image;

import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.write.LayoutPlan;
import java.util.function.Consumer;

/** Makes shared libraries. */
public final class SharedLibrary {
  private SharedLibrary() {}

  /**
   * The plan of a library, for {@link dev.elfwright.elf.write.ElfWriter}. All global symbols that
   * are not hidden are exported.
   *
   * @param soname by which programs need it
   * @throws dev.elfwright.link.refusal.ObjectLinkException when a symbol is defined nowhere or
   *     twice, or a relocation cannot be done
   * @throws dev.elfwright.elf.ElfFormatException when an object file is malformed
   */
  public static LayoutPlan build(Target target, String soname, Consumer<LibraryBuilder> body) {
    LibraryBuilder builder = new LibraryBuilder(soname, target);
    body.accept(builder);
    return new ImageLinker(builder.options(), builder.libraries, builder.inputs).link();
  }
}
