package dev.elfwright.elf.btf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types of a {@code .BTF} section ({@code Documentation/bpf/btf.rst}, "BTF Type and String
 * Encoding"). Opening it walks over the table once, to learn where each type stands; types are read
 * as they are asked for.
 *
 * <table>
 * <caption>Layout of the header, offsets in bytes</caption>
 * <tr><td>0</td><td>2</td><td>magic number 0xeb9f, which tells the byte order</td></tr>
 * <tr><td>2</td><td>1</td><td>version, 1</td></tr>
 * <tr><td>3</td><td>1</td><td>flags</td></tr>
 * <tr><td>4</td><td>4</td><td>bytes of this header, at least 24</td></tr>
 * <tr><td>8</td><td>8</td><td>offset of the types from the header's end, their bytes</td></tr>
 * <tr><td>16</td><td>8</td><td>offset of the strings from the header's end, their bytes</td></tr>
 * </table>
 */
public final class Btf {
  private static final int MAGIC = 0xeb9f;
  private static final int HEADER = 24;

  /** Twice the kernel's own limit, in bytes: many members may share one name. */
  private static final int LONGEST_NAME = 1024;

  private final ElfBytes in;
  private final @Nullable Btf base;
  private final long strings;
  private final long stringsEnd;
  private final int firstId;
  private final long firstString;
  private final int[] offsets;
  private @Nullable Map<String, List<Integer>> byName;

  private Btf(String file, MemorySegment bytes, @Nullable Btf base) {
    this.in = new ElfBytes(file + ": .BTF", bytes, true, isBigEndian(file, bytes));
    this.base = base;
    in.require(0, HEADER, "BTF header");
    if (bytes.byteSize() > Integer.MAX_VALUE) {
      throw in.malformed(0, "BTF header", "more than 2 GiB of types");
    }
    if (in.u8(2) != 1) {
      throw in.malformed(2, "BTF header", "version " + in.u8(2) + ", expected 1");
    }
    long end = in.u32(4);
    long types = end + in.u32(8);
    this.strings = end + in.u32(16);
    this.stringsEnd = strings + in.u32(20);
    in.require(types, in.u32(12), "BTF types");
    in.require(strings, in.u32(20), "BTF strings");
    this.firstId = base == null ? 1 : base.count();
    this.firstString = base == null ? 0 : base.stringCount();
    this.offsets = index(types, types + in.u32(12));
  }

  /**
   * Whether the types continue those of a kernel that was not given: names of their own would begin
   * with the empty one.
   */
  public boolean needsBase() {
    return base == null && stringsEnd > strings && in.u8(strings) != 0;
  }

  private static boolean isBigEndian(String file, MemorySegment bytes) {
    ElfBytes little = new ElfBytes(file + ": .BTF", bytes, true, false);
    little.require(0, 2, "BTF header");
    int magic = little.u16(0);
    if (magic != MAGIC && magic != Short.toUnsignedInt(Short.reverseBytes((short) MAGIC))) {
      throw little.malformed(
          0, "BTF header", "magic number 0x%x, expected 0xeb9f".formatted(magic));
    }
    return magic != MAGIC;
  }

  /**
   * The types of a kernel: those of its section {@code .BTF}, or nothing when it has none.
   *
   * @throws ElfFormatException when the section is malformed
   */
  public static Optional<Btf> of(ElfModel model) {
    return model.section(".BTF").filter(Section::hasBytes).map(s -> parse(model.file(), s.bytes()));
  }

  /**
   * The types of a module, whose numbers and strings continue those of the kernel.
   *
   * @throws ElfFormatException when the section is malformed
   */
  public static Optional<Btf> of(ElfModel model, Btf kernel) {
    return model
        .section(".BTF")
        .filter(Section::hasBytes)
        .map(s -> new Btf(model.file(), s.bytes(), kernel));
  }

  /**
   * Types that build on no others.
   *
   * @param file the name used in messages
   * @throws ElfFormatException when they are malformed
   */
  public static Btf parse(String file, MemorySegment bytes) {
    return new Btf(file, bytes, null);
  }

  /** Where each type stands. */
  private int[] index(long from, long end) {
    int[] found = new int[(int) Math.min((end - from) / 12 + 1, 1 << 16)];
    int n = 0;
    long at = from;
    while (at < end) {
      if (end - at < 12) {
        throw in.malformed(at, "BTF types", "a type of 12 bytes ends outside of their table");
      }
      if (n == found.length) {
        found = Arrays.copyOf(found, n * 2);
      }
      found[n++] = Math.toIntExact(at);
      at += 12 + tail(at);
    }
    if (at > end) {
      throw in.malformed(found[n - 1], "BTF types", "the last type ends outside of their table");
    }
    return Arrays.copyOf(found, n);
  }

  /** How many bytes follow the twelve that all types have. */
  private long tail(long at) {
    long count = length(at);
    return switch (kind(at)) {
      case Kind.INT, Kind.VAR, Kind.DECL_TAG -> 4;
      case Kind.ARRAY -> 12;
      case Kind.STRUCT, Kind.UNION, Kind.DATASEC, Kind.ENUM64 -> 12 * count;
      case Kind.ENUM, Kind.FUNC_PROTO -> 8 * count;
      case Kind.PTR,
          Kind.FWD,
          Kind.TYPEDEF,
          Kind.VOLATILE,
          Kind.CONST,
          Kind.RESTRICT,
          Kind.FUNC,
          Kind.FLOAT,
          Kind.TYPE_TAG ->
          0;
      default -> throw unknown(at);
    };
  }

  private ElfFormatException unknown(long at) {
    return in.malformed(at, "BTF types", "kind " + kind(at) + ", expected 1 to 19");
  }

  private int kind(long at) {
    return in.i32(at + 4) >> 24 & 0x1f;
  }

  private int length(long at) {
    return in.u16(in.order() == ByteOrder.LITTLE_ENDIAN ? at + 4 : at + 6);
  }

  private boolean flag(long at) {
    return in.i32(at + 4) < 0;
  }

  private long stringCount() {
    return firstString + stringsEnd - strings;
  }

  /** How many numbers are in use, 0 and those of the kernel below a module included. */
  public int count() {
    return firstId + offsets.length;
  }

  /** All types of this section in order; those of the kernel below a module are not among them. */
  public Stream<BtfType> types() {
    return IntStream.range(firstId, count()).mapToObj(this::type);
  }

  /**
   * The type with a number.
   *
   * @throws ElfFormatException when it is malformed
   * @throws IndexOutOfBoundsException when the number is negative, or no smaller than {@link
   *     #count}
   */
  public BtfType type(int id) {
    Objects.checkIndex(id, count());
    if (id == 0) {
      return new BtfType.Void();
    }
    return id < firstId ? Objects.requireNonNull(base).type(id) : read(offsets[id - firstId]);
  }

  private BtfType read(long at) {
    String name = string(in.u32(at));
    int target = in.i32(at + 8);
    long size = in.u32(at + 8);
    return switch (kind(at)) {
      case Kind.INT ->
          new BtfType.Int(name, size, in.u8(lowest(at + 12)), in.i32(at + 12) >> 24 & 0xf);
      case Kind.PTR -> new BtfType.Pointer(target);
      case Kind.ARRAY -> new BtfType.Array(in.i32(at + 12), in.i32(at + 16), in.u32(at + 20));
      case Kind.STRUCT ->
          new BtfType.Composite(BtfType.Composite.Kind.STRUCT, name, size, members(at));
      case Kind.UNION ->
          new BtfType.Composite(BtfType.Composite.Kind.UNION, name, size, members(at));
      case Kind.ENUM -> new BtfType.Enumeration(name, size, constants(at));
      case Kind.ENUM64 -> new BtfType.Enumeration(name, size, wideConstants(at));
      case Kind.FWD ->
          new BtfType.Forward(
              flag(at) ? BtfType.Composite.Kind.UNION : BtfType.Composite.Kind.STRUCT, name);
      case Kind.TYPEDEF -> new BtfType.Typedef(name, target);
      case Kind.VOLATILE -> new BtfType.Qualified(BtfType.Qualifier.VOLATILE, name, target);
      case Kind.CONST -> new BtfType.Qualified(BtfType.Qualifier.CONST, name, target);
      case Kind.RESTRICT -> new BtfType.Qualified(BtfType.Qualifier.RESTRICT, name, target);
      case Kind.TYPE_TAG -> new BtfType.Qualified(BtfType.Qualifier.TYPE_TAG, name, target);
      case Kind.FUNC -> new BtfType.Function(name, target, length(at));
      case Kind.FUNC_PROTO -> new BtfType.Prototype(target, parameters(at));
      case Kind.VAR -> new BtfType.Variable(name, target, in.i32(at + 12));
      case Kind.DATASEC -> new BtfType.DataSection(name, size, placed(at));
      case Kind.FLOAT -> new BtfType.Floating(name, size);
      case Kind.DECL_TAG -> new BtfType.DeclarationTag(name, target, in.i32(at + 12));
      default -> throw unknown(at);
    };
  }

  /** Where the lowest eight bits of a word of four bytes stand. */
  private long lowest(long at) {
    return in.order() == ByteOrder.LITTLE_ENDIAN ? at : at + 3;
  }

  private List<BtfType.Member> members(long at) {
    boolean withBits = flag(at);
    return IntStream.range(0, length(at))
        .mapToObj(i -> {
          long m = at + 12 + 12L * i;
          long place = in.u32(m + 8);
          return new BtfType.Member(
              string(in.u32(m)),
              in.i32(m + 4),
              withBits ? place & 0xff_ffff : place,
              withBits ? (int) (place >>> 24) : 0);
        })
        .toList();
  }

  private List<BtfType.Constant> constants(long at) {
    boolean signed = flag(at);
    return IntStream.range(0, length(at))
        .mapToLong(i -> at + 12 + 8L * i)
        .mapToObj(
            c -> new BtfType.Constant(string(in.u32(c)), signed ? in.i32(c + 4) : in.u32(c + 4)))
        .toList();
  }

  private List<BtfType.Constant> wideConstants(long at) {
    return IntStream.range(0, length(at))
        .mapToLong(i -> at + 12 + 12L * i)
        .mapToObj(c -> new BtfType.Constant(string(in.u32(c)), in.u32(c + 8) << 32 | in.u32(c + 4)))
        .toList();
  }

  private List<BtfType.Parameter> parameters(long at) {
    return IntStream.range(0, length(at))
        .mapToLong(i -> at + 12 + 8L * i)
        .mapToObj(p -> new BtfType.Parameter(string(in.u32(p)), in.i32(p + 4)))
        .toList();
  }

  private List<BtfType.Placed> placed(long at) {
    return IntStream.range(0, length(at))
        .mapToLong(i -> at + 12 + 12L * i)
        .mapToObj(v -> new BtfType.Placed(in.i32(v), in.u32(v + 4), in.u32(v + 8)))
        .toList();
  }

  private String string(long offset) {
    if (offset < firstString) {
      return Objects.requireNonNull(base).string(offset);
    }
    if (offset == 0) {
      return "";
    }
    long at = strings + offset - firstString;
    return in.string(at, Math.min(stringsEnd, at + LONGEST_NAME), "BTF strings");
  }

  /** The numbers of all types, functions and variables of this name, those below included. */
  public IntStream named(String name) {
    Map<String, List<Integer>> names = byName;
    if (names == null) {
      names = names();
      byName = names;
    }
    IntStream own = names.getOrDefault(name, List.of()).stream().mapToInt(i -> i);
    return base == null ? own : IntStream.concat(base.named(name), own);
  }

  private Map<String, List<Integer>> names() {
    Map<String, List<Integer>> names = new HashMap<>();
    for (int i = 0; i < offsets.length; i++) {
      String name = string(in.u32(offsets[i]));
      if (!name.isEmpty()) {
        names.computeIfAbsent(name, n -> new ArrayList<>()).add(firstId + i);
      }
    }
    return names;
  }

  /** The first struct of this name that is defined. */
  public Optional<BtfType.Composite> struct(String name) {
    return named(name)
        .mapToObj(this::type)
        .filter(BtfType.Composite.class::isInstance)
        .map(BtfType.Composite.class::cast)
        .filter(c -> c.kind() == BtfType.Composite.Kind.STRUCT)
        .findFirst();
  }

  /** All functions of this name: static ones of several files may share one. */
  public List<BtfType.Function> functions(String name) {
    return named(name)
        .mapToObj(this::type)
        .filter(BtfType.Function.class::isInstance)
        .map(BtfType.Function.class::cast)
        .toList();
  }

  /** The numbers that the header {@code include/uapi/linux/btf.h} gives to kinds of types. */
  private static final class Kind {
    static final int INT = 1;
    static final int PTR = 2;
    static final int ARRAY = 3;
    static final int STRUCT = 4;
    static final int UNION = 5;
    static final int ENUM = 6;
    static final int FWD = 7;
    static final int TYPEDEF = 8;
    static final int VOLATILE = 9;
    static final int CONST = 10;
    static final int RESTRICT = 11;
    static final int FUNC = 12;
    static final int FUNC_PROTO = 13;
    static final int VAR = 14;
    static final int DATASEC = 15;
    static final int FLOAT = 16;
    static final int DECL_TAG = 17;
    static final int TYPE_TAG = 18;
    static final int ENUM64 = 19;

    private Kind() {}
  }
}
