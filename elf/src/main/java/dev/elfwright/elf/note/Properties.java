package dev.elfwright.elf.note;

import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.GnuProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * NT_GNU_PROPERTY_TYPE_0: what a program needs, and what all of its code can do (Linux gABI
 * extensions, "Program Property").
 *
 * <table>
 * <caption>A property, offsets in bytes</caption>
 * <tr><td>0</td><td>pr_type, 4 bytes</td></tr>
 * <tr><td>4</td><td>pr_datasz, 4 bytes: the size of pr_data</td></tr>
 * <tr><td>8</td><td>pr_data, padded to a multiple of 8 bytes, of 4 in ELF32</td></tr>
 * </table>
 *
 * @param list all of them in order
 */
public record Properties(List<Property> list) implements NoteValue {
  private static final int HEADER = 8;

  /** Copies the list. */
  public Properties {
    list = List.copyOf(list);
  }

  /** The bits of a type such as {@link GnuProperty#X86_FEATURE_1_AND}. */
  public Optional<Property.Bits> bits(int type) {
    return list.stream()
        .filter(p -> p instanceof Property.Bits b && b.type() == type)
        .map(Property.Bits.class::cast)
        .findFirst();
  }

  static Properties read(Description d) {
    List<Property> found = new ArrayList<>();
    long word = d.wordSize();
    for (long at = 0; at < d.size(); ) {
      d.require(at, HEADER);
      long size = d.u32(at + 4);
      d.require(at + HEADER, size);
      found.add(property(d, d.i32(at), at + HEADER, size));
      at += HEADER + (size + word - 1 & -word);
    }
    return new Properties(found);
  }

  private static Property property(Description d, int type, long at, long size) {
    Abi abi = d.abi();
    if (GnuProperty.isBits(type, abi)) {
      exactly(d, at, size, 4);
      int value = d.i32(at);
      return new Property.Bits(type, value, GnuProperty.bits(type, value, abi));
    }
    return switch (type) {
      case GnuProperty.STACK_SIZE -> {
        exactly(d, at, size, d.wordSize());
        yield new Property.StackSize(d.word(at));
      }
      case GnuProperty.NO_COPY_ON_PROTECTED -> {
        exactly(d, at, size, 0);
        yield new Property.NoCopyOnProtected();
      }
      case GnuProperty.MEMORY_SEAL -> {
        exactly(d, at, size, 0);
        yield new Property.MemorySeal();
      }
      default -> {
        if (GnuProperty.isPointerAuthentication(type, abi)) {
          exactly(d, at, size, 16);
          yield new Property.PointerAuthentication(d.i64(at), d.i64(at + 8));
        }
        yield new Property.Other(type, d.slice(at, size));
      }
    };
  }

  private static void exactly(Description d, long at, long size, long expected) {
    if (size != expected) {
      throw d.malformed(at, "property of 0x%x bytes, expected %d".formatted(size, expected));
    }
  }
}
