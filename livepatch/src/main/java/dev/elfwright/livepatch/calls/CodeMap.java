package dev.elfwright.livepatch.calls;

import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.machine.x86.Instruction;
import dev.elfwright.machine.x86.InstructionLength;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The code of an object, with the places at which it may go on otherwise than its instructions say:
 * where a static key makes a branch, where a fault leads, what replaces an instruction on some
 * processors, and behind which illegal instruction a warning goes on.
 */
final class CodeMap {
  /** Instructions in the place of others. */
  record Replacement(long address, int size, long resume) {}

  /** How one names a table: the section, or the symbols around it. */
  interface Tables {
    /** The table, if there is one. */
    Optional<CodeImage.Table> find(String section, String start, String end);
  }

  private final CodeImage code;
  private final TreeMap<Long, List<String>> functions =
      new TreeMap<>(Comparator.comparing((Long a) -> a ^ Long.MIN_VALUE));
  private final Map<String, List<Long>> addresses = new HashMap<>();
  private final Map<Long, List<Long>> branches = new HashMap<>();
  private final Map<Long, List<Replacement>> replacements = new HashMap<>();
  private final Set<Long> warnings = new HashSet<>();
  private final Map<Long, Optional<Instruction>> decoded = new HashMap<>();

  CodeMap(CodeImage code) {
    this.code = code;
  }

  /** Takes in what the tables of an object say, once its code is there. */
  void add(Tables tables) {
    tables
        .find("__jump_table", "__start___jump_table", "__stop___jump_table")
        .ifPresent(t -> pairs(t, 16));
    tables
        .find("__ex_table", "__start___ex_table", "__stop___ex_table")
        .ifPresent(t -> pairs(t, 12));
    tables.find(".altinstructions", "", "").ifPresent(this::alternatives);
    tables.find("__bug_table", "__start___bug_table", "__stop___bug_table").ifPresent(this::bugs);
  }

  /** Entries that begin with two distances, to an instruction and to where else it may lead. */
  private void pairs(CodeImage.Table table, int size) {
    for (long at = table.address(); at + size <= table.end(); at += size) {
      branches
          .computeIfAbsent(code.relative(at), _ -> new ArrayList<>())
          .add(code.relative(at + 4));
    }
  }

  private void alternatives(CodeImage.Table table) {
    for (long at = table.address(); at + 12 <= table.end(); at += 12) {
      long site = code.relative(at);
      replacements
          .computeIfAbsent(site, _ -> new ArrayList<>())
          .add(new Replacement(code.relative(at + 4), code.u8(at + 11), site + code.u8(at + 10)));
    }
  }

  /**
   * struct bug_entry: a distance to the instruction, and flags at 10, of which bit 0 is a warning.
   */
  private void bugs(CodeImage.Table table) {
    for (long at = table.address(); at + 12 <= table.end(); at += 12) {
      if ((code.u16(at + 10) & 1) != 0) {
        warnings.add(code.relative(at));
      }
    }
  }

  void add(KernelSymbol symbol, long address) {
    if (symbol.isCode() && code.has(address, 1)) {
      add(symbol.name(), address);
    }
  }

  /** A function, or one of its names; it may be of another object, at an address made up for it. */
  void add(String name, long address) {
    functions.computeIfAbsent(address, _ -> new ArrayList<>()).add(name);
    addresses.computeIfAbsent(name, _ -> new ArrayList<>()).add(address);
  }

  CodeImage code() {
    return code;
  }

  /** Where functions start. */
  NavigableSet<Long> starts() {
    return functions.navigableKeySet();
  }

  /** All names of the function that starts there; empty where none does. */
  List<String> names(long start) {
    return functions.getOrDefault(start, List.of());
  }

  /** Where the first function of a name starts; 0 when there is none. */
  long address(String function) {
    List<Long> found = addresses(function);
    return found.isEmpty() ? 0 : found.getFirst();
  }

  /** Where all functions of a name start. */
  List<Long> addresses(String function) {
    return addresses.getOrDefault(function, List.of());
  }

  /** Where else the instruction at an address may lead. */
  List<Long> branches(long address) {
    return branches.getOrDefault(address, List.of());
  }

  List<Replacement> replacements(long address) {
    return replacements.getOrDefault(address, List.of());
  }

  boolean isWarning(long address) {
    return warnings.contains(address);
  }

  /** Whether the tracer is called at the start. */
  boolean isTraced(long function, long tracer) {
    return code.has(function, 5)
        && code.u8(function) == 0xe8
        && code.relative(function + 1) + 4 == tracer;
  }

  Optional<Instruction> at(long address) {
    return decoded.computeIfAbsent(address, this::decode);
  }

  private Optional<Instruction> decode(long address) {
    byte[] bytes = code.bytesUpTo(address, InstructionLength.LONGEST);
    return Instruction.decode(bytes, 0, bytes.length, address);
  }

  /** What was decoded is not kept for ever. */
  void forget() {
    decoded.clear();
  }
}
