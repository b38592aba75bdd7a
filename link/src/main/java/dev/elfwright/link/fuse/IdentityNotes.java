package dev.elfwright.link.fuse;

import dev.elfwright.elf.Note;
import dev.elfwright.link.graph.LoadedObject;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The notes of a fused file: a build-id made of its inputs' (NT_GNU_BUILD_ID, GNU binutils), and a
 * note of owner {@code Elfwright}, type 1: a line for each input, its build-id in hexadecimal, a
 * space, and its path; and one of type 2 that tells how it was fused.
 */
final class IdentityNotes {
  static final String OWNER = "Elfwright";

  /** A line for each input. */
  static final int INPUTS = 1;

  /** How it was fused, a line each: a key, a space, a value. */
  static final int OPTIONS = 2;

  private IdentityNotes() {}

  static byte[] encode(List<LoadedObject> objects, long base, String options) {
    StringBuilder lines = new StringBuilder();
    for (LoadedObject o : objects) {
      lines.append(buildId(o)).append(' ').append(o.path()).append('\n');
    }
    byte[] list = lines.toString().getBytes(StandardCharsets.UTF_8);
    ByteTable out = new ByteTable(0);
    note(out, "GNU", Note.GNU_BUILD_ID, digest(list, base));
    note(out, OWNER, INPUTS, list);
    note(out, OWNER, OPTIONS, options.getBytes(StandardCharsets.UTF_8));
    return out.toArray();
  }

  private static String buildId(LoadedObject o) {
    for (Note n : o.model().notes()) {
      if (n.name().equals("GNU") && n.type() == Note.GNU_BUILD_ID) {
        return HexFormat.of().formatHex(n.description().toArray(ValueLayout.JAVA_BYTE));
      }
    }
    return "-";
  }

  private static byte[] digest(byte[] list, long base) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(list);
      sha.update(new ByteTable(0).put64(base).toArray());
      return Arrays.copyOf(sha.digest(), 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void note(ByteTable out, String owner, int type, byte[] description) {
    out.put32(owner.length() + 1).put32(description.length).put32(type);
    out.putText(owner);
    out.align(4).put(description).align(4);
  }
}
