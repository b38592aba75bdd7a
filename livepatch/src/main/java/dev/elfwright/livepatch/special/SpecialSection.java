package dev.elfwright.livepatch.special;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A line of the table of special sections.
 *
 * @param pattern the section's name; an asterisk at its end stands for any rest
 * @param processors names as uname has them, empty for all
 * @param policy what becomes of it
 * @param structure the kernel's name for the struct of an entry, empty when it has none
 * @param sizes the sizes that entries have had; empty when it has no entries of one size
 * @param fewest the smallest number of relocations in an entry
 * @param most the largest number of relocations in an entry
 * @param key the offset in bytes of the reference that says which code an entry belongs to
 * @param kernels the first and the last kernel that has it, such as {@code 4.5-5.16}
 * @param meaning what it is for, in words that follow the name
 */
public record SpecialSection(
    String pattern,
    Set<String> processors,
    Policy policy,
    String structure,
    List<EntrySize> sizes,
    int fewest,
    int most,
    int key,
    String kernels,
    String meaning) {

  static SpecialSection parse(String line) {
    String[] column = line.split("\\|", -1);
    String entries = column[3];
    int colon = entries.indexOf(':');
    return new SpecialSection(
        column[0],
        column[1].equals("*") ? Set.of() : Set.of(column[1].split(",")),
        Policy.valueOf(column[2]),
        colon < 0 ? "" : entries.substring(0, colon),
        sizes(entries.substring(colon + 1).strip()),
        fewest(column[4]),
        most(column[4]),
        column[5].isEmpty() ? 0 : Integer.parseInt(column[5]),
        column[6],
        column[7]);
  }

  private static List<EntrySize> sizes(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ")).map(EntrySize::parse).toList();
  }

  private static int fewest(String text) {
    boolean any = text.isEmpty() || text.equals("?");
    return any ? 0 : Integer.parseInt(text.replaceFirst("-.*", ""));
  }

  private static int most(String text) {
    boolean any = text.isEmpty() || text.equals("?");
    return any ? Integer.MAX_VALUE : Integer.parseInt(text.replaceFirst(".*-", ""));
  }

  /** Whether this line is for a section of this name on this processor. */
  public boolean matches(String name, String processor) {
    boolean named =
        pattern.endsWith("*")
            ? name.startsWith(pattern.substring(0, pattern.length() - 1))
            : name.equals(pattern);
    return named && (processors.isEmpty() || processors.contains(processor));
  }

  /** The line of the size in use, or one without a source line where the table has no such size. */
  public EntrySize size(int bytes) {
    return sizes.stream()
        .filter(s -> s.bytes() == bytes || s.bytes() == 0)
        .findFirst()
        .orElse(new EntrySize(bytes, -1, 0));
  }
}
