package dev.elfwright.machine.x86;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * What an instruction of 64-bit mode does to the sixteen general registers, and where it goes on.
 * Sets of registers are bits: 0 is rax, then rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8 to r15.
 *
 * <p>A register is written only when the instruction defines it whatever happens; so 32 bits count,
 * because the processor clears the others, and a conditional move does not. Of a register combined
 * with itself to a constant ({@code xor %eax,%eax}) nothing is read.
 *
 * @param length in bytes
 * @param reads registers of which more than 16 bits are read
 * @param narrowReads registers of which no more than the low 16 bits are read
 * @param writes registers that are defined
 * @param narrowWrites registers of which 8 or 16 bits are defined, and the rest is kept
 * @param reach what it does beyond registers and its function's own stack
 * @param flow where it goes on
 * @param target where a jump, branch or call with a constant distance leads
 */
public record Instruction(
    int length,
    int reads,
    int narrowReads,
    int writes,
    int narrowWrites,
    Reach reach,
    Flow flow,
    OptionalLong target) {

  /**
   * What an instruction does beyond the general registers and what lies at rsp, from the least to
   * the most. Where a jump or call leads is not part of it.
   */
  public enum Reach {
    /** Nothing: the same registers always give the same. */
    NOTHING,
    /** It reads memory. */
    READS,
    /** It writes memory, or does what is no plain computation. */
    CHANGES
  }

  /** Where an instruction goes on. */
  public enum Flow {
    /** Behind itself. */
    NEXT,
    /** At the target. */
    JUMP,
    /** At the target or behind itself. */
    BRANCH,
    /** At the target, and behind itself when that returns. */
    CALL,
    /** At a place that a register or memory says. */
    INDIRECT_JUMP,
    /** There, and behind itself when that returns. */
    INDIRECT_CALL,
    /** Where it was called. */
    RETURN,
    /** Nowhere: an exception. */
    STOP
  }

  /**
   * Decodes one.
   *
   * @param code bytes of code
   * @param start the index of its first byte
   * @param limit the index behind the last byte of code
   * @param address the address of its first byte
   * @return empty where no instruction begins that is known with its effects
   */
  public static Optional<Instruction> decode(byte[] code, int start, int limit, long address) {
    int length = InstructionLength.at(code, start, limit);
    return length == 0
        ? Optional.empty()
        : new InstructionDecoder(code, start, length, address).decode();
  }

  /** The registers of a set by their names, such as {@code rcx, r8}. */
  public static String names(int registers) {
    StringJoiner names = new StringJoiner(", ");
    for (int i = 0; i < 16; i++) {
      if ((registers >>> i & 1) != 0) {
        names.add(EffectTable.name(i));
      }
    }
    return names.toString();
  }
}
