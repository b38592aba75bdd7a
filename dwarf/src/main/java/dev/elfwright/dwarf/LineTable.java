package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.Form;
import dev.elfwright.elf.ElfBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The line table of a unit (DWARF 5, section 6.2): which code is from which line. Files and folders
 * are read at once, rows one by one whenever they are asked for.
 */
public final class LineTable {
  private static final int CONTENT_PATH = 1;
  private static final int CONTENT_DIRECTORY = 2;

  /** The largest units are made of some thousand files. */
  private static final int MOST_NAMES = 1 << 18;

  private static final long MOST_CHARACTERS = 1 << 24;

  private final Unit unit;
  private final int version;
  private final Format format;
  private final int addressSize;
  private final int instructionSize;
  private final int operations;
  private final boolean isStatement;
  private final int lineBase;
  private final int lineRange;
  private final int[] operandCounts;
  private final List<String> folders;
  private final List<SourceFile> files;
  private final long program;
  private final long end;

  private LineTable(Unit unit, long offset, Optional<String> compilationFolder) {
    this.unit = unit;
    ElfBytes in = unit.dwarf().sections().bytes(DebugSection.LINE);
    Cursor whole = new Cursor(in, DebugSection.LINE, offset, in.size());
    InitialLength length = InitialLength.read(whole);
    this.format = length.format();
    this.end = length.end();
    Cursor c = new Cursor(in, DebugSection.LINE, whole.position(), end);
    this.version = c.u16();
    if (version < 2 || version > 5) {
      throw c.malformed("line table of version " + version + ", expected 2 to 5");
    }
    this.addressSize = version >= 5 ? c.u8() : unit.header().addressSize();
    if (version >= 5) {
      c.u8();
    }
    long headerLength = c.offset(format);
    if (headerLength < 0 || headerLength > c.remaining()) {
      throw c.malformed("a header of 0x%x bytes does not fit".formatted(headerLength));
    }
    this.program = c.position() + headerLength;
    this.instructionSize = c.u8();
    this.operations = version >= 4 ? c.u8() : 1;
    this.isStatement = c.u8() != 0;
    this.lineBase = c.i8();
    this.lineRange = c.u8();
    int opcodeBase = c.u8();
    if (lineRange == 0 || operations == 0 || opcodeBase == 0) {
      throw c.malformed(
          "line_range %d, maximum_operations_per_instruction %d, opcode_base %d; none may be 0"
              .formatted(lineRange, operations, opcodeBase));
    }
    this.operandCounts = new int[opcodeBase];
    for (int i = 1; i < opcodeBase; i++) {
      operandCounts[i] = c.u8();
    }
    this.folders = new ArrayList<>();
    this.files = new ArrayList<>();
    Cursor names = new Cursor(in, DebugSection.LINE, c.position(), program);
    if (version >= 5) {
      readNames(names);
    } else {
      readOlderNames(names, compilationFolder.orElse(""));
    }
  }

  static LineTable read(Unit unit, long offset, Optional<String> compilationFolder) {
    return new LineTable(unit, offset, compilationFolder);
  }

  private void readOlderNames(Cursor c, String compilationFolder) {
    folders.add(compilationFolder);
    long start = c.position();
    for (String folder = c.string(); !folder.isEmpty(); folder = c.string()) {
      requireRoom(c, folders, MOST_CHARACTERS - (c.position() - start));
      folders.add(folder);
    }
    for (String name = c.string(); !name.isEmpty(); name = c.string()) {
      requireRoom(c, files, MOST_CHARACTERS - (c.position() - start));
      files.add(new SourceFile(name, folder(c, c.uleb())));
      c.skipLeb();
      c.skipLeb();
    }
  }

  private void readNames(Cursor c) {
    List<SourceFile> none = new ArrayList<>();
    readEntries(c, none);
    none.forEach(entry -> folders.add(entry.name()));
    readEntries(c, files);
  }

  /** A list of files or folders, behind a list of what it tells of each (DWARF 5, 6.2.4.1). */
  private void readEntries(Cursor c, List<SourceFile> into) {
    int fields = c.u8();
    int[] contents = new int[fields];
    int[] forms = new int[fields];
    for (int i = 0; i < fields; i++) {
      contents[i] = c.small();
      forms[i] = c.small();
    }
    long count = c.uleb();
    // Each takes a byte at least, unless nothing is told of them.
    if (count < 0 || count > c.remaining() || count != 0 && fields == 0) {
      throw c.malformed("0x%x names do not fit".formatted(count));
    }
    long room = room(c);
    long most = MOST_CHARACTERS;
    for (long n = 0; n < count; n++) {
      String name = "";
      long folder = 0;
      for (int i = 0; i < fields; i++) {
        if (contents[i] == CONTENT_PATH) {
          name = text(c, forms[i]);
          room -= name.length();
        } else if (contents[i] == CONTENT_DIRECTORY) {
          folder = number(c, forms[i]);
        } else {
          skip(c, forms[i]);
        }
      }
      if (room < 0) {
        throw c.malformed("names that share their bytes");
      }
      most -= name.length();
      requireRoom(c, into, most);
      into.add(new SourceFile(name, into == files ? folder(c, folder) : ""));
    }
  }

  private static void requireRoom(Cursor c, List<?> names, long characters) {
    if (names.size() == MOST_NAMES || characters < 0) {
      throw c.malformed(
          "more than %d names, or of more than %d characters"
              .formatted(MOST_NAMES, MOST_CHARACTERS));
    }
  }

  /**
   * What names may have in all: as many characters as there are texts, and a few more, for a folder
   * may be named twice. Were there no limit, a million could be the same megabyte.
   */
  private long room(Cursor c) {
    DebugSections sections = unit.dwarf().sections();
    return 2
            * (c.limit()
                + sections.bytes(DebugSection.LINE_STR).size()
                + sections.bytes(DebugSection.STR).size())
        + (1 << 16);
  }

  private String text(Cursor c, int form) {
    return switch (form) {
      case Form.STRP -> unit.dwarf().text(DebugSection.STR, c.offset(format), unit);
      case Form.LINE_STRP -> unit.dwarf().text(DebugSection.LINE_STR, c.offset(format), unit);
      default -> ValueReader.text(c, unit, form);
    };
  }

  private static long number(Cursor c, int form) {
    return switch (form) {
      case Form.DATA1 -> c.u8();
      case Form.DATA2 -> c.u16();
      case Form.DATA4 -> c.u32();
      case Form.UDATA -> c.uleb();
      default -> throw c.malformed("form " + Form.name(form) + " for a number");
    };
  }

  private void skip(Cursor c, int form) {
    switch (form) {
      case Form.STRP, Form.LINE_STRP -> c.offset(format);
      default -> Abbreviation.skip(c, form, unit.header());
    }
  }

  private String folder(Cursor c, long index) {
    if (index < 0 || index >= folders.size()) {
      throw c.malformed("folder 0x%x of %d".formatted(index, folders.size()));
    }
    return folders.get((int) index);
  }

  /** 2 to 5. */
  public int version() {
    return version;
  }

  /**
   * A file by its number, which rows and DW_AT_decl_file give: counted from 1 before version 5,
   * from 0 since. Empty for a number without a file.
   */
  public Optional<SourceFile> file(long number) {
    long index = version >= 5 ? number : number - 1;
    return index >= 0 && index < files.size()
        ? Optional.of(files.get((int) index))
        : Optional.empty();
  }

  /** All files in their order. */
  public List<SourceFile> files() {
    return List.copyOf(files);
  }

  /**
   * Gives the rows in their order. There are no more than the program has bytes.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the program is malformed; rows before that
   *     place were given
   */
  public void forEachRow(Consumer<LineRow> rows) {
    ElfBytes in = unit.dwarf().sections().bytes(DebugSection.LINE);
    Cursor c = new Cursor(in, DebugSection.LINE, program, end);
    State state = new State();
    while (c.hasMore()) {
      int opcode = c.u8();
      if (opcode >= operandCounts.length) {
        int step = opcode - operandCounts.length;
        state.advance(step / lineRange);
        state.line += lineBase + step % lineRange;
        state.emit(rows, false);
      } else if (opcode == 0) {
        extended(c, state, rows);
      } else {
        standard(c, opcode, state, rows);
      }
    }
  }

  private void standard(Cursor c, int opcode, State state, Consumer<LineRow> rows) {
    switch (opcode) {
      case 1 -> state.emit(rows, false);
      case 2 -> state.advance(c.uleb());
      case 3 -> state.line += (int) c.sleb();
      case 4 -> state.file = (int) c.uleb();
      case 5 -> state.column = (int) c.uleb();
      case 6 -> state.statement = !state.statement;
      case 8 -> state.advance((255 - operandCounts.length) / lineRange);
      case 9 -> {
        state.address += c.u16();
        state.operation = 0;
      }
      // DW_LNS_set_basic_block, _set_prologue_end, _set_epilogue_begin.
      case 7, 10, 11 -> {}
      default -> {
        for (int i = 0; i < operandCounts[opcode]; i++) {
          c.skipLeb();
        }
      }
    }
  }

  private void extended(Cursor c, State state, Consumer<LineRow> rows) {
    long size = c.uleb();
    if (size < 1 || size > c.remaining()) {
      throw c.malformed("an extended operation of 0x%x bytes does not fit".formatted(size));
    }
    long next = c.position() + size;
    switch (c.u8()) {
      case 1 -> {
        state.emit(rows, true);
        state.reset();
      }
      case 2 -> {
        state.address = c.unsigned((int) Math.min(size - 1, 9));
        state.operation = 0;
      }
      case 4 -> state.discriminator = (int) c.uleb();
      default -> {
        // DW_LNE_define_file is deprecated, and all others are passed over by their size.
      }
    }
    c.moveTo(next);
  }

  @Override
  public String toString() {
    return "line table of " + unit;
  }

  /** The registers of the state machine (DWARF 5, section 6.2.2). */
  private final class State {
    private long address;
    private int operation;
    private int file;
    private int line;
    private int column;
    private int discriminator;
    private boolean statement;

    State() {
      reset();
    }

    void reset() {
      address = 0;
      operation = 0;
      file = 1;
      line = 1;
      column = 0;
      discriminator = 0;
      statement = isStatement;
    }

    void advance(long steps) {
      if (operations == 1) {
        address += steps * instructionSize;
        return;
      }
      address += instructionSize * ((operation + steps) / operations);
      operation = (int) ((operation + steps) % operations);
    }

    void emit(Consumer<LineRow> rows, boolean isEnd) {
      rows.accept(new LineRow(address, file, line, column, statement, isEnd, discriminator));
      discriminator = 0;
    }
  }
}
