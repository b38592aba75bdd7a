package dev.elfwright.link.image;

import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.link.refusal.ObjectLinkException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sorted index by which exceptions find a function's call frames (LSB Core, "The .eh_frame_hdr
 * section").
 *
 * <table>
 * <caption>Layout in bytes</caption>
 * <tr><td>0</td><td>version, 1</td></tr>
 * <tr><td>1</td><td>encodings: 0x1b (from here, 4 bytes), 0x03 (4 bytes), 0x3b (from the section's
 * start, 4 bytes)</td></tr>
 * <tr><td>4</td><td>the distance to .eh_frame</td></tr>
 * <tr><td>8</td><td>the number of functions</td></tr>
 * <tr><td>12</td><td>for each: distances of its code and of its frame description</td></tr>
 * </table>
 */
final class CallFrameIndex {
  private static final int HEADER = 12;
  private static final int ENTRY = 8;
  private static final int VERSION_AND_ENCODINGS = 0x3b031b01;

  /** DW_EH_PE_pcrel with DW_EH_PE_sdata4 and DW_EH_PE_sdata8: what compilers write. */
  private static final int FROM_HERE_4 = 0x1b;

  private static final int FROM_HERE_8 = 0x1c;

  /** A frame description: where it is, and where in it the function's address is. */
  private record Frame(int at, int functionAt, int encoding) {}

  private final OutputSection frames;
  private final OutputSection section =
      OutputSection.table(".eh_frame_hdr", SectionType.PROGBITS, 4, 0);
  private final List<Frame> all = new ArrayList<>();

  /** Reads .eh_frame, which need not be relocated yet. */
  CallFrameIndex(OutputSection frames) {
    this.frames = frames;
    ByteBuffer in = frames.buffer();
    Map<Integer, Integer> encodings = new HashMap<>();
    for (int at = 0; at <= in.limit() - 4; ) {
      int length = in.getInt(at);
      if (length == 0) {
        at += 4;
        continue;
      }
      int end = at + 4 + length;
      if (length < 4 || length > in.limit() - at - 4) {
        throw malformed(at, "length 0x%x".formatted(length));
      }
      int id = in.getInt(at + 4);
      if (id == 0) {
        encodings.put(at, encoding(in, at, end));
      } else {
        Integer encoding = encodings.get(at + 4 - id);
        if (encoding == null) {
          throw malformed(at, "no common entry 0x%x bytes before".formatted(id));
        }
        all.add(new Frame(at, checked(at + 8, end - width(encoding), at), encoding));
      }
      at = end;
    }
    section.size = HEADER + (long) ENTRY * all.size();
  }

  private ObjectLinkException malformed(int at, String found) {
    return new ObjectLinkException("%s+0x%x: %s".formatted(frames, at, found));
  }

  private int checked(int at, int last, int entry) {
    if (at > last) {
      throw malformed(entry, "the entry is too short");
    }
    return at;
  }

  private static int width(int encoding) {
    return encoding == FROM_HERE_8 ? 8 : 4;
  }

  /** How the descriptions of a common entry give addresses: what its augmentation says at R. */
  private int encoding(ByteBuffer in, int entry, int end) {
    int at = entry + 9;
    StringBuilder augmentation = new StringBuilder();
    while (in.get(checked(at, end - 1, entry)) != 0) {
      augmentation.append((char) in.get(at++));
    }
    at++;
    if (augmentation.isEmpty() || augmentation.charAt(0) != 'z') {
      throw malformed(entry, "augmentation '%s'".formatted(augmentation));
    }
    for (int skipped = 0; skipped < 4; skipped++) {
      // Alignment of code and of data, return address register, length of what follows.
      at = afterLeb128(in, at, end, entry);
    }
    for (char c : augmentation.substring(1).toCharArray()) {
      int value = in.get(checked(at, end - 1, entry)) & 0xff;
      switch (c) {
        case 'R' -> {
          if (value != FROM_HERE_4 && value != FROM_HERE_8) {
            throw malformed(entry, "addresses are encoded as 0x%02x".formatted(value));
          }
          return value;
        }
        case 'L' -> at++;
        case 'P' -> at += 1 + ((value & 0xf) == 0xb || (value & 0xf) == 3 ? 4 : 8);
        case 'S', 'B' -> {}
        default -> throw malformed(entry, "augmentation '%s'".formatted(augmentation));
      }
    }
    throw malformed(entry, "augmentation '%s'".formatted(augmentation));
  }

  private int afterLeb128(ByteBuffer in, int start, int end, int entry) {
    int at = start;
    while (in.get(checked(at, end - 1, entry)) < 0) {
      at++;
    }
    return at + 1;
  }

  OutputSection section() {
    return section;
  }

  /** Fills the index in from the relocated section; functions that were left out are not in it. */
  void fill(long firstAddress) {
    ByteBuffer in = frames.buffer();
    long[] pairs =
        all.stream()
            .filter(f -> function(in, f) >= firstAddress)
            .mapToLong(f -> pair(function(in, f), frames.address + f.at))
            .sorted()
            .toArray();
    ByteBuffer out = section.buffer();
    out.putInt(0, VERSION_AND_ENCODINGS);
    out.putInt(4, (int) (frames.address - section.address - 4));
    out.putInt(8, pairs.length);
    for (int i = 0; i < pairs.length; i++) {
      out.putInt(HEADER + ENTRY * i, (int) (pairs[i] >> 32));
      out.putInt(HEADER + ENTRY * i + 4, (int) pairs[i]);
    }
  }

  private long function(ByteBuffer in, Frame f) {
    long distance = f.encoding == FROM_HERE_8 ? in.getLong(f.functionAt) : in.getInt(f.functionAt);
    return frames.address + f.functionAt + distance;
  }

  private long pair(long function, long frame) {
    return function - section.address << 32 | frame - section.address & 0xffff_ffffL;
  }
}
