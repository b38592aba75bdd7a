package dev.elfwright.machine.rseq;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.machine.rseq.RseqRule.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the sections of a file against {@link RseqRule}, one after the other. */
public final class RseqCheck {
  private static final int LONGEST = 1 << 16;

  private final RseqTable table;
  private final Decoder decoder;
  private final List<RseqFinding> findings = new ArrayList<>();

  private RseqCheck(RseqTable table, Decoder decoder) {
    this.table = table;
    this.decoder = decoder;
  }

  /** Whether sections of files with this header can be checked. */
  public static boolean isFor(FileHeader header) {
    return header.is64() && Decoder.of(header.machine()).isPresent();
  }

  /**
   * All findings of a file; those of one descriptor together.
   *
   * @throws ElfFormatException when there are sections, but for a machine whose instructions are
   *     not known
   */
  public static List<RseqFinding> of(RseqTable table) {
    List<RseqSection> sections = table.sections();
    if (sections.isEmpty()) {
      return List.of();
    }
    int machine = table.model().header().machine();
    Decoder decoder =
        Decoder.of(machine)
            .filter(_ -> table.model().header().is64())
            .orElseThrow(() ->
                table
                    .model()
                    .bytes()
                    .malformed(
                        18,
                        "e_machine",
                        "sections are checked for x86-64, AArch64 and RV64, not for machine "
                            + machine));
    var check = new RseqCheck(table, decoder);
    sections.forEach(check::section);
    return List.copyOf(check.findings);
  }

  /** Whether something is worse than a note. */
  public static boolean isBroken(List<RseqFinding> findings) {
    return findings.stream().anyMatch(f -> f.rule().severity() != Severity.NOTE);
  }

  private void add(RseqRule rule, RseqSection s, long address, String message) {
    findings.add(new RseqFinding(rule, s, address, message));
  }

  private void section(RseqSection s) {
    if (s.version() != 0) {
      add(RseqRule.VERSION, s, s.start(), "version " + s.version() + ", expected 0");
    }
    if (s.flags() != 0) {
      add(RseqRule.FLAGS, s, s.start(), "flags 0x%x, expected 0".formatted(s.flags()));
    }
    abort(s);
    if (Long.compareUnsigned(s.length(), LONGEST) > 0) {
      add(RseqRule.LENGTH, s, s.start(), "0x%x bytes of code".formatted(s.length()));
      return;
    }
    Optional<byte[]> code = s.length() == 0 ? Optional.empty() : table.code(s.start(), s.length());
    if (code.isEmpty()) {
      add(
          RseqRule.CODE,
          s,
          s.start(),
          "0x%x bytes that are not executable code of the file".formatted(s.length()));
      return;
    }
    instructions(s, code.get());
  }

  private void abort(RseqSection s) {
    if (Long.compareUnsigned(s.abort() - s.start(), s.length()) < 0) {
      add(RseqRule.ABORT_OUTSIDE, s, s.abort(), "the abort handler is inside of the section");
    }
    Optional<byte[]> before = table.code(s.abort() - 4, 5);
    if (before.isEmpty()) {
      add(RseqRule.ABORT_CODE, s, s.abort(), "the abort handler is no executable code of the file");
      return;
    }
    int signature = Decoder.word(before.get(), 0);
    if (signature != decoder.signature()) {
      add(
          RseqRule.SIGNATURE,
          s,
          s.abort() - 4,
          "0x%08x before the abort handler, expected 0x%08x"
              .formatted(signature, decoder.signature()));
    }
  }

  private void instructions(RseqSection s, byte[] code) {
    for (int at = 0; at < code.length; ) {
      int length = decoder.length(code, at);
      Effect effect = length == 0 ? Effect.UNKNOWN : decoder.effect(code, at, length);
      boolean last = at + length == code.length;
      instruction(s, s.start() + at, effect, last);
      if (effect == Effect.UNKNOWN) {
        return;
      }
      at += length;
    }
  }

  private void instruction(RseqSection s, long address, Effect effect, boolean last) {
    switch (effect) {
      case UNKNOWN ->
          add(RseqRule.INSTRUCTIONS, s, address, "no known instruction that ends in the section");
      case CALL -> add(RseqRule.NO_CALL, s, address, "a function is called");
      case SYSTEM_CALL -> add(RseqRule.NO_SYSTEM_CALL, s, address, "the kernel is called");
      case STORE -> {
        if (!last) {
          add(RseqRule.STORE_BEFORE_COMMIT, s, address, "a store that may happen several times");
        }
      }
      case UPDATE -> {
        if (!last) {
          add(
              RseqRule.REPEATABLE,
              s,
              address,
              "memory or the stack is changed before the commit by what was there");
        }
      }
      case NONE -> {}
    }
    boolean commits = effect == Effect.STORE || effect == Effect.UPDATE;
    if (last && !commits && effect != Effect.UNKNOWN) {
      add(RseqRule.COMMIT, s, address, "the last instruction is no store");
    }
  }
}
