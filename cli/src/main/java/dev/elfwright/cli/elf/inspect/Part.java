package dev.elfwright.cli.elf.inspect;

import dev.elfwright.elf.ElfModel;
import java.util.List;
import java.util.function.Function;

/** What can be shown of a file in full; the order is that of the output. */
public enum Part {
  HEADER("Show every field of the ELF header.", HeaderListings::of),
  SEGMENTS("Show the segments.", HeaderListings::segments),
  SECTIONS("Show the sections.", HeaderListings::sections),
  DYNAMIC("Show the dynamic section.", DynamicListings::entries),
  SYMBOLS("Show all symbols, dynamic ones with their versions.", SymbolListings::of),
  RELOCATIONS(
      "Show what relocations refer to: each symbol or section once, with how many of each type.",
      RelocationListings::targets),
  RELOCATION_ENTRIES("Show all relocations, one by one.", RelocationListings::entries),
  VERSIONS("Show the symbol versions defined and needed.", DynamicListings::versions),
  NOTES("Show the notes.", NoteListings::of);

  private final String description;
  private final Function<ElfModel, List<Listing>> listings;

  Part(String description, Function<ElfModel, List<Listing>> listings) {
    this.description = description;
    this.listings = listings;
  }

  /** The option that asks for it. */
  public String option() {
    return "--".concat(name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
  }

  /** The option's help. */
  public String description() {
    return description;
  }

  List<Listing> listings(ElfModel file) {
    return listings.apply(file);
  }
}
