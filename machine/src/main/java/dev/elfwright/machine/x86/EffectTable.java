package dev.elfwright.machine.x86;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of what instructions do to registers: the resource {@code effects} beside this class.
 */
final class EffectTable {
  /** When a line is for an instruction. */
  record Conditions(Set<Integer> digits, Set<Integer> modRms, Set<String> words) {
    boolean hold(int modRm, int prefix) {
      boolean isRegister = modRm >= 0xc0;
      return (digits.isEmpty() || digits.contains(modRm >> 3 & 7))
          && (modRms.isEmpty() || modRms.contains(modRm))
          && (!words.contains("rm") || isRegister)
          && (!words.contains("mem") || !isRegister)
          && (!words.contains("66") || prefix == 0x66)
          && (!words.contains("f2") || prefix == 0xf2)
          && (!words.contains("f3") || prefix == 0xf3)
          && (!words.contains("none") || prefix != 0xf2 && prefix != 0xf3);
    }
  }

  /** What happens to an operand. */
  enum Use {
    NONE,
    READ,
    WRITTEN,
    BOTH;

    boolean isRead() {
      return this == READ || this == BOTH;
    }

    boolean isWritten() {
      return this == WRITTEN || this == BOTH;
    }

    static Use of(char letter) {
      return switch (letter) {
        case 'r' -> READ;
        case 'w' -> WRITTEN;
        case 'x' -> BOTH;
        default -> throw new IllegalArgumentException("use " + letter);
      };
    }
  }

  /**
   * What a line says.
   *
   * @param operands uses of E, G, V and O
   * @param reads registers read whatever the operands are, a bit each
   * @param writes registers written likewise
   * @param words everything else
   */
  record Effect(Map<Character, Use> operands, int reads, int writes, Set<String> words) {
    Use use(char operand) {
      return operands.getOrDefault(operand, Use.NONE);
    }
  }

  private record Line(Conditions conditions, Effect effect) {}

  private static final List<String> NAMES =
      List.of("rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15".split(" "));
  private static final EffectTable TABLE = new EffectTable();

  private final Map<String, List<List<Line>>> maps = new HashMap<>();

  private EffectTable() {
    try (InputStream in = EffectTable.class.getResourceAsStream("effects")) {
      new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> !l.isBlank() && !l.startsWith("#"))
          .forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String text) {
    int colon = text.indexOf(':');
    String[] left = text.substring(0, colon).strip().split(" +");
    List<List<Line>> map = maps.computeIfAbsent(left[0], _ -> empty());
    int i = 1;
    List<String> opcodes = new ArrayList<>();
    while (i < left.length && isOpcode(left, i)) {
      opcodes.add(left[i++]);
    }
    Line line = new Line(conditions(left, i), effect(text.substring(colon + 1)));
    for (String range : opcodes) {
      int from = Integer.parseInt(range.substring(0, 2), 16);
      int to = range.length() > 2 ? Integer.parseInt(range.substring(3), 16) : from;
      for (int op = from; op <= to; op++) {
        map.get(op).add(line);
      }
    }
  }

  /** 66, f2 and f3 are opcodes only where they come first. */
  private static boolean isOpcode(String[] words, int i) {
    boolean isPrefix = words[i].equals("66") || words[i].equals("f2") || words[i].equals("f3");
    return words[i].matches("[0-9a-f]{2}(-[0-9a-f]{2})?") && (i == 1 || !isPrefix);
  }

  private static List<List<Line>> empty() {
    List<List<Line>> map = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      map.add(new ArrayList<>());
    }
    return map;
  }

  private static Conditions conditions(String[] words, int from) {
    Set<Integer> digits = new HashSet<>();
    Set<Integer> modRms = new HashSet<>();
    Set<String> rest = new HashSet<>();
    for (int i = from; i < words.length; i++) {
      if (words[i].startsWith("/")) {
        digits.add(Integer.parseInt(words[i].substring(1)));
      } else if (words[i].startsWith("=")) {
        modRms.add(Integer.parseInt(words[i].substring(1), 16));
      } else {
        rest.add(words[i]);
      }
    }
    return new Conditions(digits, modRms, rest);
  }

  private static Effect effect(String text) {
    Map<Character, Use> operands = new HashMap<>();
    int reads = 0;
    int writes = 0;
    Set<String> words = new HashSet<>();
    for (String word : text.strip().split(" +")) {
      String start = word.isEmpty() ? "" : word.substring(0, word.length() - 1);
      if (start.matches("[EGVO]")) {
        operands.put(start.charAt(0), Use.of(word.charAt(1)));
      } else if (NAMES.contains(start)) {
        Use use = Use.of(word.charAt(word.length() - 1));
        reads |= use.isRead() ? 1 << NAMES.indexOf(start) : 0;
        writes |= use.isWritten() ? 1 << NAMES.indexOf(start) : 0;
      } else if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return new Effect(operands, reads, writes, words);
  }

  /**
   * The effect of an instruction, or null when the table has none.
   *
   * @param modRm the byte, or 0 where there is none
   * @param prefix 0x66, 0xf2, 0xf3 or 0
   */
  static @Nullable Effect find(String map, int opcode, int modRm, int prefix) {
    List<List<Line>> opcodes = TABLE.maps.get(map);
    List<Line> lines = opcodes == null ? List.of() : opcodes.get(opcode);
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).conditions.hold(modRm, prefix)) {
        return lines.get(i).effect;
      }
    }
    return null;
  }

  /** The name of a register by its number. */
  static String name(int register) {
    return NAMES.get(register);
  }
}
