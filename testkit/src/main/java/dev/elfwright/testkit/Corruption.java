package dev.elfwright.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A valid file with one thing wrong.
 *
 * @param name what is wrong
 * @param bytes the whole file
 */
public record Corruption(String name, byte[] bytes) {

  @Override
  public String toString() {
    return name;
  }

  /** Every field in turn, with values at the edges of what it can say and of the file. */
  public static Stream<Corruption> ofFields(byte[] valid) {
    return new Fields(valid)
        .all().stream().flatMap(f -> values(valid, f).stream().map(v -> with(valid, f, v)));
  }

  private static ByteBuffer view(byte[] file) {
    return ByteBuffer.wrap(file)
        .order(file[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private static Set<Long> values(byte[] valid, Field f) {
    ByteBuffer file = view(valid);
    long now = get(file, f);
    long bits = f.width() == 8 ? -1 : (1L << 8 * f.width()) - 1;
    long middle = 1L << (8 * f.width() - 1);
    long size = valid.length;
    Set<Long> values = new LinkedHashSet<>();
    for (long v :
        new long[] {
          0,
          1,
          2,
          3,
          7,
          0xff,
          0xffff,
          -1,
          -2,
          -8,
          -16,
          -24,
          -64,
          -4096,
          middle - 1,
          middle,
          middle + 1,
          now + 1,
          now - 1,
          now + 8,
          now * 2,
          -now,
          size,
          size - 1,
          size + 1,
          size - 8,
          -size,
          -1 - now,
          0x7fff_ffffL,
          0x8000_0000L,
          0xffff_ffffL,
          1L << 40
        }) {
      if ((v & bits) != now) {
        values.add(v & bits);
      }
    }
    return values;
  }

  private static long get(ByteBuffer file, Field f) {
    return switch (f.width()) {
      case 1 -> file.get(f.offset()) & 0xffL;
      case 2 -> file.getShort(f.offset()) & 0xffffL;
      case 4 -> file.getInt(f.offset()) & 0xffff_ffffL;
      default -> file.getLong(f.offset());
    };
  }

  /** A field with another value. */
  public static Corruption with(byte[] valid, Field f, long value) {
    byte[] bytes = valid.clone();
    ByteBuffer file = view(valid);
    ByteBuffer out = ByteBuffer.wrap(bytes).order(file.order());
    switch (f.width()) {
      case 1 -> out.put(f.offset(), (byte) value);
      case 2 -> out.putShort(f.offset(), (short) value);
      case 4 -> out.putInt(f.offset(), (int) value);
      default -> out.putLong(f.offset(), value);
    }
    return new Corruption("%s = 0x%x".formatted(f.name(), value), bytes);
  }

  /** The file without its section headers, as the loader sees it: cut short, it still opens. */
  public static byte[] withoutSections(byte[] valid) {
    byte[] bytes = valid.clone();
    boolean is64 = valid[4] == 2;
    Arrays.fill(bytes, is64 ? 40 : 32, is64 ? 48 : 36, (byte) 0); // e_shoff
    Arrays.fill(bytes, is64 ? 58 : 46, is64 ? 64 : 52, (byte) 0); // e_shentsize to e_shstrndx
    return bytes;
  }

  /** Some bytes of the file, one to eight at a time, replaced by chance; the same for each seed. */
  public static Stream<Corruption> random(byte[] valid, long seed, int number) {
    Random random = new Random(seed);
    return IntStream.range(0, number)
        .mapToObj(i -> {
          byte[] bytes = valid.clone();
          for (int n = 1 + random.nextInt(8); n > 0; n--) {
            bytes[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt();
          }
          return new Corruption("seed %d, file %d".formatted(seed, i), bytes);
        });
  }

  /** Cut at each of the first 4096 bytes, and at, before and behind every border of a structure. */
  public static Stream<Corruption> truncations(byte[] valid) {
    Set<Integer> cuts = new TreeSet<>();
    for (int i = 0; i < Math.min(4096, valid.length); i++) {
      cuts.add(i);
    }
    for (int border : new Fields(valid).borders()) {
      for (int cut = border - 1; cut <= border + 1; cut++) {
        if (cut >= 0 && cut < valid.length) {
          cuts.add(cut);
        }
      }
    }
    return cuts.stream()
        .map(c -> new Corruption("cut at 0x%x".formatted(c), Arrays.copyOf(valid, c)));
  }
}
