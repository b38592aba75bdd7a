package dev.elfwright.rseq.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes of code, little-endian, and the places in them that wait for a label. */
abstract class Encoder implements Assembler {
  private record Fixup(int at, Label label, Distance distance) {}

  /** Writes the distance from an instruction to a label into the instruction. */
  interface Distance {
    void write(int at, int target);
  }

  private byte[] bytes = new byte[4096];
  private int size;
  private final List<Integer> places = new ArrayList<>();
  private final List<Fixup> fixups = new ArrayList<>();

  @Override
  public final Label label() {
    places.add(-1);
    return new Label(places.size() - 1);
  }

  @Override
  public final void bind(Label label) {
    places.set(label.number(), size);
  }

  /** Where a bound label is, in bytes from the first. */
  final int place(Label label) {
    int place = places.get(label.number());
    if (place < 0) {
      throw new IllegalStateException("label " + label.number() + " is not bound");
    }
    return place;
  }

  /** How many bytes there are. */
  final int size() {
    return size;
  }

  final void emit8(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
  }

  final void emit32(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      emit8(value >> shift);
    }
  }

  final void emit64(long value) {
    emit32((int) value);
    emit32((int) (value >> 32));
  }

  final int get32(int at) {
    int value = 0;
    for (int i = 3; i >= 0; i--) {
      value = value << 8 | bytes[at + i] & 0xff;
    }
    return value;
  }

  final void set32(int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >> 8 * i);
    }
  }

  /** Sets bits of the instruction at a place, which are 0 yet. */
  final void or32(int at, int bits) {
    set32(at, get32(at) | bits);
  }

  /** What {@code distance} writes at this place, once all labels are bound. */
  final void later(Label label, Distance distance) {
    fixups.add(new Fixup(size, label, distance));
  }

  /** All bytes, complete. */
  final byte[] finish() {
    for (Fixup f : fixups) {
      f.distance().write(f.at(), place(f.label()));
    }
    return Arrays.copyOf(bytes, size);
  }
}
