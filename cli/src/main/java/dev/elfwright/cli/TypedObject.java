package dev.elfwright.cli;

import dev.elfwright.elf.build.ObjectFile;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.ElfWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * An object file with a function, a variable, and debugging information for them (DWARF 4), for
 * {@link Training}: no file with types is there for certain.
 */
final class TypedObject {
  /** Numbers of the abbreviations below. */
  private static final int UNIT = 1;

  private static final int FUNCTION = 2;
  private static final int PARAMETER = 3;
  private static final int POINTER = 4;
  private static final int STRUCT = 5;
  private static final int MEMBER = 6;
  private static final int NUMBER = 7;
  private static final int ENUM = 8;
  private static final int ENUMERATOR = 9;
  private static final int TYPEDEF = 10;
  private static final int VARIABLE = 11;
  private static final int ARRAY = 12;
  private static final int RANGE = 13;

  /** Tag, children, and pairs of attribute and form (DWARF 4, section 7.5.4) of each number. */
  private static final int[][] ABBREVIATIONS = {
    {0x11, 1, 0x13, 0x0b},
    {0x2e, 1, 0x3f, 0x19, 0x03, 0x08, 0x49, 0x13},
    {0x05, 0, 0x49, 0x13},
    {0x0f, 0, 0x49, 0x13},
    {0x13, 1, 0x03, 0x08, 0x0b, 0x0b},
    {0x0d, 0, 0x03, 0x08, 0x49, 0x13, 0x38, 0x0b},
    {0x24, 0, 0x03, 0x08, 0x0b, 0x0b, 0x3e, 0x0b},
    {0x04, 1, 0x03, 0x08, 0x0b, 0x0b},
    {0x28, 0, 0x03, 0x08, 0x1c, 0x0b},
    {0x16, 0, 0x03, 0x08, 0x49, 0x13},
    {0x34, 0, 0x3f, 0x19, 0x03, 0x08, 0x49, 0x13},
    {0x01, 1, 0x49, 0x13},
    {0x21, 0, 0x2f, 0x0b},
  };

  private static final int C99 = 0x0c;
  private static final int SIGNED = 5;
  private static final int HEADER = 11;

  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();

  private TypedObject() {}

  /**
   * Writes one of several objects, whose types differ.
   *
   * @param variant a number
   */
  static void write(Path file, int variant) throws IOException {
    TypedObject made = new TypedObject();
    made.addEntries(variant);
    byte[] info = made.entries.toByteArray();
    ElfWriter.write(
        ObjectFile.build(
            Target.X86_64,
            o -> {
              o.define("f", o.code(".text", s -> s.u8(0xc3)), a -> a.global().function().size(1));
              o.define(
                  "v",
                  o.section(".data", SectionType.PROGBITS, 3, s -> s.zeros(8)),
                  a -> a.global().object().size(8));
              o.section(".debug_abbrev", SectionType.PROGBITS, 0, s -> s.bytes(abbreviations()));
              o.section(
                  ".debug_info",
                  SectionType.PROGBITS,
                  0,
                  s -> s.i32(info.length + HEADER - 4).u16(4).i32(0).u8(8).bytes(info));
            }),
        file,
        PosixFilePermissions.fromString("rw-------"));
  }

  private static byte[] abbreviations() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < ABBREVIATIONS.length; i++) {
      out.write(i + 1);
      for (int value : ABBREVIATIONS[i]) {
        out.write(value);
      }
      out.write(0);
      out.write(0);
    }
    out.write(0);
    return out.toByteArray();
  }

  private void addEntries(int variant) {
    add(UNIT).u8(C99);
    int number = at();
    add(NUMBER).text("int").u8(4).u8(SIGNED);
    int struct = at();
    add(STRUCT).text("s").u8(8);
    add(MEMBER).text("a").reference(number).u8(4 * variant);
    add(MEMBER).text("b").reference(number).u8(4 - 4 * variant);
    end();
    int name = at();
    add(TYPEDEF).text("t").reference(struct);
    int pointer = at();
    add(POINTER).reference(name);
    int enumeration = at();
    add(ENUM).text("e").u8(4);
    add(ENUMERATOR).text("A").u8(variant);
    end();
    int array = at();
    add(ARRAY).reference(number);
    add(RANGE).u8(1);
    end();
    add(FUNCTION).text("f").reference(variant == 0 ? number : enumeration);
    add(PARAMETER).reference(pointer);
    add(PARAMETER).reference(enumeration);
    end();
    add(VARIABLE).text("v").reference(array);
    end();
  }

  private int at() {
    return HEADER + entries.size();
  }

  private TypedObject add(int abbreviation) {
    return u8(abbreviation);
  }

  private void end() {
    u8(0);
  }

  private TypedObject u8(int value) {
    entries.write(value);
    return this;
  }

  private TypedObject text(String text) {
    entries.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return u8(0);
  }

  private TypedObject reference(int offset) {
    return u8(offset).u8(offset >> 8).u8(0).u8(0);
  }
}
