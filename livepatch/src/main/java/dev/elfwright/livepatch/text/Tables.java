package dev.elfwright.livepatch.text;

import dev.elfwright.livepatch.code.CodeImage;
import java.util.Optional;

/** Where an object keeps the tables of what is to be rewritten in it. */
interface Tables {
  /**
   * A table.
   *
   * @param section the section that it is in a module, and in a kernel if that names no symbols
   * @param start the kernel's symbol at its beginning
   * @param end the kernel's symbol behind it
   */
  Optional<CodeImage.Table> find(String section, String start, String end);

  /** A table that is a section in kernels as well. */
  default Optional<CodeImage.Table> find(String section) {
    return find(section, "", "");
  }

  /** Those of a kernel. */
  static Tables of(CodeImage code, RunningKernel kernel) {
    return (section, start, end) ->
        start.isEmpty() ? code.section(section) : kernel.table(start, end);
  }

  /** Those of a module. */
  static Tables of(CodeImage code) {
    return (section, _, _) -> code.section(section);
  }
}
