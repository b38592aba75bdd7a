package dev.elfwright.livepatch.kernel;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A module: a {@code .ko} file, packed or not. */
public final class KernelModule implements KernelObject {
  /** What the loader reads and does not keep, though it has SHF_ALLOC in the file. */
  private static final Set<String> READ_AND_LEFT = Set.of(".modinfo", "__versions");

  private final ElfModel elf;
  private final String fileName;
  private final ModuleInfo info;
  private @Nullable KernelSymbols symbols;

  KernelModule(ElfModel elf, String fileName) {
    this.elf = elf;
    this.fileName = fileName;
    this.info = ModuleInfo.of(elf);
  }

  /** The name that the module says it has; for one that says nothing, that of its file. */
  @Override
  public String name() {
    return info.first("name").orElseGet(this::nameOfFile).replace('-', '_');
  }

  private String nameOfFile() {
    int dot = fileName.indexOf(".ko");
    int end = dot >= 0 ? dot : fileName.lastIndexOf('.');
    return end > 0 ? fileName.substring(0, end) : fileName;
  }

  @Override
  public ElfModel elf() {
    return elf;
  }

  /** What it says of itself. */
  public ModuleInfo info() {
    return info;
  }

  @Override
  public String vermagic() {
    return info.first("vermagic").orElse("");
  }

  /**
   * The symbols that the kernel keeps of the module while it is loaded ({@code add_kallsyms} and
   * {@code is_core_symbol} in {@code kernel/module/kallsyms.c}): those defined in sections that
   * stay in memory, in the order of the file. What is in {@code .init} sections is gone after
   * loading.
   *
   * @throws ElfFormatException when the symbol table is missing or malformed
   */
  @Override
  public KernelSymbols symbols() {
    KernelSymbols made = symbols;
    if (made == null) {
      made = count();
      symbols = made;
    }
    return made;
  }

  private KernelSymbols count() {
    SymbolTable table = symbolTable();
    SymbolList.Counter counter = new SymbolList.Counter();
    for (int i = 1; i < table.count(); i++) {
      if (staysInMemory(table, i)) {
        counter.add(table.name(i), letter(table, i), table.sectionIndex(i), table.value(i));
      }
    }
    return counter.of(name());
  }

  /**
   * The symbol table of the file, with all that the kernel does not keep.
   *
   * @throws ElfFormatException when there is none
   */
  public SymbolTable symbolTable() {
    return elf.symbols()
        .orElseThrow(() ->
            new ElfFormatException(
                elf.file(), ElfFormatException.NO_OFFSET, "module", "no symbol table: stripped"));
  }

  private boolean staysInMemory(SymbolTable table, int index) {
    if (table.isUndefined(index) || table.isReserved(index) || table.nameOffset(index) == 0) {
      return false;
    }
    int section = table.sectionIndex(index);
    if (section < 0 || section >= elf.sections().size()) {
      return false;
    }
    String name = elf.sections().get(section).name();
    return (elf.sectionHeaders().get(section).flags() & SectionFlag.ALLOC) != 0
        && !isInit(name)
        && !READ_AND_LEFT.contains(name);
  }

  /** {@code module_init_section} in {@code kernel/module/main.c}. */
  public static boolean isInit(String section) {
    return section.startsWith(".init");
  }

  /** {@code elf_type} in {@code kernel/module/kallsyms.c}, with the large letters of nm. */
  private char letter(SymbolTable table, int index) {
    char letter = smallLetter(table, index);
    int binding = table.binding(index);
    return binding == SymbolBinding.GLOBAL ? Character.toUpperCase(letter) : letter;
  }

  private char smallLetter(SymbolTable table, int index) {
    SectionHeader section = elf.sectionHeaders().get(table.sectionIndex(index));
    if (table.binding(index) == SymbolBinding.WEAK) {
      return table.type(index) == SymbolType.OBJECT ? 'v' : 'w';
    } else if ((section.flags() & SectionFlag.EXECINSTR) != 0) {
      return 't';
    } else if (section.type() == SectionType.NOBITS) {
      return 'b';
    }
    return (section.flags() & SectionFlag.WRITE) == 0 ? 'r' : 'd';
  }

  /**
   * The symbols that it uses of others, each with the CRC that it was built against: section {@code
   * __versions} (struct modversion_info: a word with the CRC, and 56 bytes with the name). Empty
   * without CONFIG_MODVERSIONS.
   *
   * @throws ElfFormatException when the section is malformed
   */
  public SequencedMap<String, Integer> versions() {
    SequencedMap<String, Integer> versions = new LinkedHashMap<>();
    elf.section("__versions").filter(Section::hasBytes).ifPresent(s -> versions(s, versions));
    return versions;
  }

  /**
   * The CRC of something that it exports ({@code __crc_NAME}, a word of four bytes; SYMBOL_CRC in
   * {@code include/linux/export-internal.h}), if it does and has CRCs.
   */
  public Optional<Integer> exportVersion(String name) {
    return symbolTable()
        .symbols()
        .filter(s -> s.name().equals("__crc_" + name) && !s.isUndefined() && !s.isReserved())
        .findFirst()
        .map(s -> {
          Section section = elf.sections().get(s.sectionIndex());
          ElfBytes in = elf.bytes();
          long at = section.header().offset() + s.value();
          in.require(at, 4, s.name());
          return in.i32(at);
        });
  }

  private void versions(Section section, SequencedMap<String, Integer> into) {
    ElfBytes in = elf.bytes();
    long start = section.header().offset();
    int entry = 64;
    in.require(start, section.header().size(), "__versions");
    for (long i = 0; i < section.header().size() / entry; i++) {
      long at = start + i * entry;
      into.put(in.string(at + in.wordSize(), at + entry, "__versions"), (int) in.word(at));
    }
  }

  /** Whether a symbol of the table is one that others have to provide. */
  static boolean isReference(SymbolTable table, int index) {
    return index != 0 && table.storedSectionIndex(index) == SectionIndex.UNDEF;
  }
}
