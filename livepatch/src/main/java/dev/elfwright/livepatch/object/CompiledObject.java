package dev.elfwright.livepatch.object;

import dev.elfwright.elf.ElfModel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object file of a kernel, read whole. */
public final class CompiledObject {
  private final String file;
  private final Processor processor;
  private final int flags;
  private final List<@Nullable ObjectSection> sections;
  private final List<ObjectSymbol> symbols;
  private final List<Piece> pieces;

  CompiledObject(
      String file,
      Processor processor,
      int flags,
      List<@Nullable ObjectSection> sections,
      List<ObjectSymbol> symbols,
      List<Piece> pieces) {
    this.file = file;
    this.processor = processor;
    this.flags = flags;
    this.sections = sections;
    this.symbols = symbols;
    this.pieces = pieces;
  }

  /**
   * Reads an object file.
   *
   * @throws dev.elfwright.livepatch.LivepatchRefusedException when it is no object file of a
   *     processor with livepatching, is stripped, or is bitcode for link-time optimization
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  public static CompiledObject read(ElfModel model) {
    return new ObjectReader(model).read();
  }

  /** The file's name as the user knows it. */
  public String file() {
    return file;
  }

  /** The processor it is for. */
  public Processor processor() {
    return processor;
  }

  /** e_flags. */
  public int flags() {
    return flags;
  }

  /** The sections that are loaded, in order. */
  public List<ObjectSection> sections() {
    return sections.stream().flatMap(s -> Optional.ofNullable(s).stream()).toList();
  }

  /** All symbols, by their index. */
  public List<ObjectSymbol> symbols() {
    return symbols;
  }

  /** All pieces, by their number. */
  public List<Piece> pieces() {
    return pieces;
  }

  @Override
  public String toString() {
    return file;
  }
}
