package dev.elfwright.machine.relocation;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.constant.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The relocation types of one machine. Each table is a file beside this class that can be held
 * against the psABI line by line; it is read when it is first asked for.
 *
 * <table>
 * <caption>Tables and what they are taken from</caption>
 * <tr><td>x86-64</td><td>System V ABI, AMD64 supplement 1.0, table "Relocation Types"</td></tr>
 * <tr><td>i386</td><td>System V ABI, Intel386 supplement 1.1, table "Relocation Types"; TLS from
 * Drepper, "ELF Handling For Thread-Local Storage"</td></tr>
 * <tr><td>aarch64</td><td>AAELF64 2025Q4, chapter "Object Files", section "Relocation"</td></tr>
 * <tr><td>arm</td><td>AAELF32 2025Q4, chapter "Object Files", table "Relocation codes"</td></tr>
 * <tr><td>riscv64</td><td>RISC-V ELF psABI, section "Relocations", table "Relocation
 * types"</td></tr>
 * <tr><td>ppc64le</td><td>Power ELF V2 ABI, chapter "Object Files", relocation types</td></tr>
 * <tr><td>s390x</td><td>ELF ABI s390x Supplement 1.7, "Relocation Types" (2.4.1)</td></tr>
 * <tr><td>loongarch64</td><td>LoongArch ABI 2.30, ELF for the LoongArch Architecture 20231219,
 * "Relocation types"</td></tr>
 * </table>
 *
 * <p>Not in the tables: AArch64's ILP32 and pointer authentication, Arm's group relocations and
 * those relative to a static base, PowerPC's for inline PLT calls and branches with a prediction,
 * and LoongArch's stack machine, which is deprecated. A reference to a type that is missing is
 * found by {@link #find} returning nothing.
 *
 * <p>A line has columns two spaces apart: number, name, field, formula, {@link Overflow}, {@link
 * Use} and, unless it is {@link Role#STATIC}, the role. Fields are defined above the lines with
 * {@code field NAME DEFINITION}, see {@link Field}.
 */
public final class RelocationKinds {
  private static final Map<Integer, String> FILES =
      Map.of(
          Machine.X86_64, "x86-64",
          Machine.I386, "i386",
          Machine.AARCH64, "aarch64",
          Machine.ARM, "arm",
          Machine.RISCV, "riscv64",
          Machine.PPC64, "ppc64le",
          Machine.S390, "s390x",
          Machine.LOONGARCH, "loongarch64");

  private static final Map<String, RelocationKinds> READ = new ConcurrentHashMap<>();

  private final NavigableMap<Integer, RelocationKind> byNumber;
  private final Map<String, RelocationKind> byName;

  RelocationKinds(Collection<RelocationKind> kinds) {
    NavigableMap<Integer, RelocationKind> numbers = new TreeMap<>();
    Map<String, RelocationKind> names = new HashMap<>();
    for (RelocationKind kind : kinds) {
      numbers.put(kind.number(), kind);
      names.put(kind.name(), kind);
    }
    this.byNumber = Collections.unmodifiableNavigableMap(numbers);
    this.byName = Map.copyOf(names);
  }

  /**
   * The table of a machine, if there is one.
   *
   * @param machine e_machine, see {@link Machine}
   */
  public static Optional<RelocationKinds> of(int machine) {
    return Optional.ofNullable(FILES.get(machine))
        .map(file -> READ.computeIfAbsent(file, RelocationKinds::read));
  }

  private static RelocationKinds read(String file) {
    try (InputStream in =
        requireNonNull(RelocationKinds.class.getResourceAsStream(file + ".txt"))) {
      return new RelocationKinds(
          KindTable.read(new String(in.readAllBytes(), StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The type with a number; {@code type} is what the relocation entry says. */
  public Optional<RelocationKind> find(long type) {
    return type == (int) type ? Optional.ofNullable(byNumber.get((int) type)) : Optional.empty();
  }

  /** The type with a name. */
  public Optional<RelocationKind> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All types by number. */
  public Collection<RelocationKind> all() {
    return byNumber.values();
  }
}
