package dev.elfwright.link.fuse;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A string table being filled; equal strings are stored once (gABI, "String Table"). */
final class Strings {
  private final ByteTable bytes = new ByteTable(0, 1 << 16);
  private final Map<String, Integer> offsets = new HashMap<>();

  Strings() {
    bytes.put8(0);
    offsets.put("", 0);
  }

  int add(String s) {
    Integer known = offsets.get(s);
    if (known != null) {
      return known;
    }
    int at = bytes.size();
    bytes.put(s.getBytes(StandardCharsets.UTF_8)).put8(0);
    offsets.put(s, at);
    return at;
  }

  byte[] toArray() {
    return bytes.toArray();
  }
}
