package dev.elfwright.machine.relocation;

import dev.elfwright.machine.relocation.Field.Order;
import dev.elfwright.machine.relocation.Field.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a field in the spelling of the tables: the size in bytes, then slices {@code place=value},
 * each one bit or {@code high:low}; {@code +0x800} behind a slice is its rounding. Sizes: {@code 4}
 * in the file's order, {@code 4le} always little-endian, {@code 2+2} two halfwords.
 */
final class FieldText {
  private FieldText() {}

  static Field parse(String text) {
    String[] words = text.trim().split(" +");
    return switch (words[0]) {
      case "none" -> new Field.None();
      case "uleb128" -> new Field.Uleb128();
      case "movewide" -> new Field.MoveWide(Integer.parseInt(words[1]));
      case "thumbbranch" -> new Field.ThumbBranch();
      case "upperhalf" -> new Field.UpperHalf(bits(words, 1));
      case "magnitude" -> new Field.Magnitude(bits(words, 1));
      default -> bits(words, 0);
    };
  }

  private static Field.Bits bits(String[] words, int first) {
    List<Slice> slices = new ArrayList<>();
    for (int i = first + 1; i < words.length; i++) {
      slices.add(slice(words[i]));
    }
    String size = words[first];
    return size.equals("2+2")
        ? new Field.Bits(4, Order.HALFWORDS, slices)
        : new Field.Bits(
            size.charAt(0) - '0', size.endsWith("le") ? Order.LITTLE : Order.FILE, slices);
  }

  private static Slice slice(String text) {
    String[] parts = text.split("[=+]");
    int[] place = range(parts[0]);
    int[] value = range(parts[1]);
    if (place[0] - place[1] != value[0] - value[1]) {
      throw new IllegalArgumentException("unequal lengths: " + text);
    }
    long rounding = parts.length == 3 ? Long.decode(parts[2]) : 0;
    return new Slice(place[1], value[1], place[0] - place[1] + 1, rounding);
  }

  private static int[] range(String text) {
    String[] ends = text.split(":");
    int high = Integer.parseInt(ends[0]);
    return new int[] {high, ends.length == 1 ? high : Integer.parseInt(ends[1])};
  }
}
