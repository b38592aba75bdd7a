package dev.elfwright.elf;

import dev.elfwright.elf.constant.GroupFlag;
import dev.elfwright.elf.constant.SymbolType;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * SHT_GROUP: sections that a linker keeps or drops together (gABI, "Section Groups"). A word of
 * flags, then the section index of each member, four bytes each. sh_link is the symbol table,
 * sh_info the symbol in it that gives the group its name, the signature.
 */
public final class SectionGroup implements SectionContent {
  private final ElfModel model;
  private final SectionHeader header;
  private final int memberCount;

  SectionGroup(ElfModel model, SectionHeader header) {
    ElfBytes in = model.bytes();
    in.require(header.offset(), header.size(), "section group");
    long members = header.size() / 4 - 1;
    if (header.size() % 4 != 0 || members < 0 || members > Integer.MAX_VALUE) {
      throw in.malformed(
          header.offset(), "section group", "size 0x%x bytes".formatted(header.size()));
    }
    this.model = model;
    this.header = header;
    this.memberCount = (int) members;
  }

  /** The flags, see {@link GroupFlag}. */
  public int flags() {
    return model.bytes().i32(header.offset());
  }

  /** Whether a linker keeps one of all groups with this signature: GRP_COMDAT. */
  public boolean isComdat() {
    return (flags() & GroupFlag.COMDAT) != 0;
  }

  /** The number of members. */
  public int memberCount() {
    return memberCount;
  }

  /** The section index of a member, unsigned and not checked. */
  public int member(int index) {
    return model.bytes().i32(header.offset() + 4 + 4L * Objects.checkIndex(index, memberCount));
  }

  /** The section indices of all members in order, not checked. */
  public IntStream members() {
    return IntStream.range(0, memberCount).map(this::member);
  }

  /** The index of the signature in the symbol table, unsigned. */
  public int signatureSymbol() {
    return header.info();
  }

  /**
   * The name of the group: that of its symbol, or of the section that a symbol without name is for.
   *
   * @throws ElfFormatException when there is no such symbol
   */
  public String signature() {
    SymbolTable symbols = model.symbolTable(header.link());
    int symbol = header.info();
    if (!symbols.contains(Integer.toUnsignedLong(symbol))) {
      throw model
          .bytes()
          .malformed(
              header.offset(),
              "section group",
              "signature is symbol %s of %d"
                  .formatted(Integer.toUnsignedString(symbol), symbols.count()));
    }
    String name = symbols.name(symbol);
    return name.isEmpty()
            && symbols.type(symbol) == SymbolType.SECTION
            && !symbols.isReserved(symbol)
        ? model.sectionName(model.sectionHeader(symbols.sectionIndex(symbol), "section group"))
        : name;
  }
}
