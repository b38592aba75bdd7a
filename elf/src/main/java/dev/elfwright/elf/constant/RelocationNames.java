package dev.elfwright.elf.constant;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of one machine's relocation types, as the psABIs write them and GNU readelf prints
 * them: {@code R_X86_64_JUMP_SLOT}. Each table is a file {@code relocation/NAME.txt} beside this
 * class, with lines {@code number NAME other-names}, and is read when it is first asked for.
 *
 * <p>The first name is that of binutils' include/elf (2.40), whose readelf is what people compare
 * with; for BPF it is the one of the kernel's psABI, to which binutils changed later. Further names
 * are those of LLVM's ELFRelocs and of glibc's elf.h.
 */
public final class RelocationNames {
  /** A machine of which no relocation type is known. */
  private static final RelocationNames NOTHING = new RelocationNames(new TreeMap<>(), Map.of());

  /** EF_MSP430_MACH and its value for processors of 20 bits (binutils, include/elf/msp430.h). */
  private static final long MSP430_MACHINE = 0xff;

  private static final long MSP430_MACHINE_X = 45;

  /** EF_NFP_MACH and its value for the NFP-32xx (binutils, include/elf/nfp.h). */
  private static final long NFP_MACHINE = 0xffff00;

  private static final long NFP_MACHINE_3200 = 0x320000;

  /** The files, by the name of the machine; a line of the list is {@code FILE MACHINE...}. */
  private static final Map<String, String> FILES = files();

  private static final Map<String, RelocationNames> READ = new ConcurrentHashMap<>();

  private final NavigableMap<Long, String> names;
  private final Map<String, Long> numbers;

  private RelocationNames(NavigableMap<Long, String> names, Map<String, Long> numbers) {
    this.names = Collections.unmodifiableNavigableMap(names);
    this.numbers = numbers;
  }

  /**
   * The names of a machine; none when nothing is known about it.
   *
   * @param machine e_machine, see {@link Machine}
   */
  public static RelocationNames of(int machine) {
    return of(Abi.of(machine), 0);
  }

  /**
   * The same for a file. Two processors use their numbers twice: MSP430 by system and flags, NFP by
   * flags.
   *
   * @param flags e_flags
   */
  public static RelocationNames of(Abi abi, long flags) {
    String file = FILES.get(Machine.name(abi.machine()));
    if (file == null) {
      return NOTHING;
    }
    return READ.computeIfAbsent(variant(file, abi, flags), RelocationNames::read);
  }

  private static Map<String, String> files() {
    Map<String, String> files = new HashMap<>();
    for (String line : text("machines").lines().toList()) {
      String[] words = line.split(" ");
      for (int i = 1; i < words.length; i++) {
        files.put(words[i], words[0]);
      }
    }
    return Map.copyOf(files);
  }

  private static String variant(String file, Abi abi, long flags) {
    return switch (file) {
      case "msp430x" ->
          abi.osAbi() == OsAbi.NONE || (flags & MSP430_MACHINE) == MSP430_MACHINE_X
              ? file
              : "msp430";
      case "nfp" -> (flags & NFP_MACHINE) == NFP_MACHINE_3200 ? "nfp3200" : file;
      default -> file;
    };
  }

  private static RelocationNames read(String file) {
    NavigableMap<Long, String> names = new TreeMap<>();
    Map<String, Long> numbers = new HashMap<>();
    TableText line = new TableText(text(file));
    while (line.next()) {
      Long number = TableText.parse(line.number());
      names.put(number, TableText.first(line.rest()));
      for (String name : line.rest().split(" ")) {
        numbers.putIfAbsent(name, number);
      }
    }
    return new RelocationNames(names, Map.copyOf(numbers));
  }

  private static String text(String file) {
    String resource = "relocation/" + file + ".txt";
    try (InputStream in = requireNonNull(RelocationNames.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The name of a type, if it has one.
   *
   * @param type as {@link dev.elfwright.elf.Relocation#type} has it. 64-bit MIPS puts up to three
   *     types into it, eight bits each, and SPARC a second addend above the lower eight bits: take
   *     the parts before asking.
   */
  public Optional<String> find(long type) {
    return Optional.ofNullable(names.get(type));
  }

  /** The name of a type, or the number in hexadecimal. */
  public String name(long type) {
    return find(type).orElseGet(() -> "0x" + Long.toHexString(type));
  }

  /** The number of a name, in any of its spellings. */
  public OptionalLong number(String name) {
    Long number = numbers.get(name);
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** All types that have a name, in order. */
  public NavigableMap<Long, String> all() {
    return names;
  }
}
