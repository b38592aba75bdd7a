package dev.elfwright.machine.relocation;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import java.util.Set;

/**
 * What a linker decided: addresses from the symbol table, entries of the GOT from the dynamic
 * relocations that fill them, or from what they contain.
 */
final class LinkedAddresses {
  private static final int TLS_SEGMENT = 7;
  private static final int TYPE_SECTION = 3;
  private static final int TYPE_FUNCTION = 2;
  private static final int TYPE_TLS = 6;

  private final Toolchain tools;
  private final ElfModel linked;
  private final SymbolTable symbols;

  LinkedAddresses(Toolchain tools, ElfModel linked) {
    this.tools = tools;
    this.linked = linked;
    this.symbols = linked.symbols().orElseThrow();
  }

  Values of(Symbol symbol, ElfModel object, long addend, Set<Term> terms) {
    Values values = Values.none();
    for (Term term : terms) {
      values =
          switch (term) {
            case S -> values.with(term, address(symbol, object));
            case L -> values.with(term, address(symbol, object) | thumb(symbol));
            case Z -> values.with(term, symbol.size());
            case GOT -> values.with(term, got());
            case TOC -> values.with(term, section(".got") + 0x8000);
            case G -> values.with(term, slot(symbol, object, addend, term) - got());
            case GPLT, GD, LD, IE, DESC, DT ->
                values.with(term, slot(symbol, object, addend, term) - got());
            case TP -> values.with(term, threadPointer());
            case DTP -> values.with(term, tools.modulePointer(tls().address()));
            case T -> values.with(term, thumb(symbol));
            case SECTION ->
                values.with(term, section(object.sections().get(symbol.sectionIndex()).name()));
            case LOCAL -> values.with(term, local(symbol));
            case A, P, V, PAIR -> values;
            case B, MODULE -> throw new AssertionError("for loaders: " + term);
          };
    }
    return values;
  }

  private long address(Symbol symbol, ElfModel object) {
    if (symbol.index() == 0) {
      return 0;
    }
    if (symbol.type() == TYPE_SECTION) {
      return section(object.sections().get(symbol.sectionIndex()).name());
    }
    Symbol found =
        symbols.symbols().filter(s -> s.name().equals(symbol.name())).findFirst().orElse(null);
    long value =
        found != null
            ? found.value()
            : section(object.sections().get(symbol.sectionIndex()).name()) + symbol.value();
    if (found != null && symbol.type() == TYPE_TLS) {
      value += tls().address();
    }
    return thumb(symbol) == 1 ? value & ~1 : value;
  }

  private long section(String name) {
    return linked.section(name).orElseThrow().header().address();
  }

  private long thumb(Symbol symbol) {
    return tools == Toolchain.ARM && symbol.type() == TYPE_FUNCTION ? symbol.value() & 1 : 0;
  }

  private static long local(Symbol symbol) {
    int code = symbol.other() >> 5;
    return code < 2 ? 0 : 1L << code;
  }

  private long got() {
    return symbols
        .symbols()
        .filter(s -> s.name().equals("_GLOBAL_OFFSET_TABLE_"))
        .findFirst()
        .map(Symbol::value)
        .orElseGet(() -> section(".got"));
  }

  private Segment tls() {
    return linked.segments(TLS_SEGMENT).findFirst().orElseThrow();
  }

  private long threadPointer() {
    Segment tls = tls();
    return tools.threadPointer(tls.address(), tls.memorySize(), tls.alignment());
  }

  /** The address of the GOT entry that a dynamic relocation of the wanted role fills. */
  private long slot(Symbol symbol, ElfModel object, long addend, Term term) {
    Section got = linked.section(".got").orElseThrow();
    for (Section section : linked.sections()) {
      if (section.content() instanceof RelocationTable table && section.name().startsWith(".rel")) {
        for (Relocation r : table.relocations().toList()) {
          boolean inGot =
              linked.sections().stream()
                  .filter(s -> s.name().startsWith(".got"))
                  .anyMatch(s ->
                      r.offset() >= s.header().address()
                          && r.offset() < s.header().address() + s.header().size());
          if (inGot && isWanted(r, section, symbol, object, addend, term)) {
            return r.offset();
          }
        }
      }
    }
    return filled(got, symbol, object, addend, term);
  }

  private boolean isWanted(
      Relocation r, Section section, Symbol symbol, ElfModel object, long addend, Term term) {
    Role role = tools.kinds().find(r.type()).orElseThrow().role();
    SymbolTable dynamic = (SymbolTable) linked.sections().get(section.header().link()).content();
    boolean same = dynamic.name(r.symbol()).equals(symbol.name());
    return switch (term) {
      case G ->
          ((role == Role.GLOB_DAT || role == Role.ABSOLUTE) && same && !symbol.name().isEmpty())
              || (role == Role.RELATIVE && r.addend() == address(symbol, object) + addend);
      case GD -> role == Role.DTPMOD && same && r.symbol() != 0;
      // For these machines GNU ld gives local dynamic the pair of the symbol it names.
      case LD ->
          role == Role.DTPMOD
              && switch (tools) {
                case AARCH64, PPC64LE -> same;
                default -> r.symbol() == 0;
              };
      case GPLT -> role == Role.JUMP_SLOT && same;
      case IE -> role == Role.TPOFF && same;
      case DESC -> role == Role.TLSDESC && same;
      case DT -> role == Role.DTPOFF && same;
      default -> false;
    };
  }

  /** The address of the GOT entry that holds already what no loader has to fill in. */
  private long filled(Section got, Symbol symbol, ElfModel object, long addend, Term term) {
    long address = address(symbol, object) + addend | thumb(symbol);
    int step = linked.bytes().wordSize();
    return switch (term) {
      case IE -> holding(got, address - threadPointer());
      case GD -> holding(got, address - tools.modulePointer(tls().address())) - step;
      default -> holding(got, address);
    };
  }

  private long holding(Section got, long wanted) {
    int step = linked.bytes().wordSize();
    for (long i = 0; i < got.header().size(); i += step) {
      if (linked.bytes().word(got.header().offset() + i) == wanted) {
        return got.header().address() + i;
      }
    }
    throw new AssertionError("no GOT entry with 0x%x in %s".formatted(wanted, linked));
  }
}
