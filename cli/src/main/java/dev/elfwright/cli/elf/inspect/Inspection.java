package dev.elfwright.cli.elf.inspect;

import dev.elfwright.cli.output.Ink;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked about every file.
 *
 * @param parts the parts to show in full; empty for the overview
 * @param symbol the only symbol to show
 */
public record Inspection(Set<Part> parts, Optional<String> symbol) {
  /** Copies the set. */
  public Inspection {
    parts = Set.copyOf(parts);
  }

  private List<Listing> listings(ElfModel file, Set<Part> wanted) {
    List<Listing> found = new ArrayList<>();
    for (Part part : Part.values()) {
      if (wanted.contains(part)) {
        found.addAll(part.listings(file));
      }
    }
    symbol.ifPresent(name -> found.addAll(SymbolListings.named(file, name)));
    return found;
  }

  private boolean overview() {
    return parts.isEmpty() && symbol.isEmpty();
  }

  /** Prints one file as text. */
  public void print(ElfModel file, PrintStream out, Ink ink) {
    StringBuilder head = new StringBuilder();
    head.append(ink.title(Names.printable(file.file()))).append('\n');
    if (overview()) {
      Overview.of(file)
          .forEach((name, value) ->
              head.append("  ")
                  .append(ink.name(name))
                  .repeat(' ', Math.max(1, 14 - name.length()))
                  .append(
                      name.equals("fileSize") ? HumanSize.of((Long) value) : Overview.text(value))
                  .append('\n'));
    }
    out.print(head);
    out.flush(); // the reader starts while the tables are made
    ListingText text = new ListingText(out, ink);
    Set<Part> wanted = overview() ? Set.of(Part.SEGMENTS, Part.SECTIONS, Part.NOTES) : parts;
    listings(file, wanted).forEach(text::print);
  }

  /** The file as JSON shows it; without any part asked for, with all of them. */
  public Map<String, Object> json(ElfModel file) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file.file());
    if (overview()) {
      object.put("overview", Overview.of(file));
    }
    Set<Part> wanted = overview() ? Set.of(Part.values()) : parts;
    for (Listing listing : listings(file, wanted)) {
      object.put(listing.name(), listing.objects());
    }
    return object;
  }
}
