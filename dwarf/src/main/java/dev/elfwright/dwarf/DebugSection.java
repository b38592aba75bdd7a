package dev.elfwright.dwarf;

/** The sections that DWARF is spread over (DWARF 5, sections 7.1 to 7.29), by their names' ends. */
enum DebugSection {
  INFO("info"),
  TYPES("types"),
  ABBREV("abbrev"),
  ADDR("addr"),
  FRAME("frame"),
  LINE("line"),
  LINE_STR("line_str"),
  LOC("loc"),
  LOCLISTS("loclists"),
  RANGES("ranges"),
  RNGLISTS("rnglists"),
  STR("str"),
  STR_OFFSETS("str_offsets"),
  CU_INDEX("cu_index"),
  TU_INDEX("tu_index");

  private final String name;

  DebugSection(String name) {
    this.name = name;
  }

  /** The name without what precedes it: {@code info} of {@code .debug_info}. */
  String ending() {
    return name;
  }

  @Override
  public String toString() {
    return ".debug_" + name;
  }
}
