package dev.elfwright.elf.note;

import dev.elfwright.elf.Names;

/**
 * NT_STAPSDT: a place in the code where a tracer may stop (SystemTap wiki, "User-Space Probe
 * Implementation").
 *
 * <table>
 * <caption>Layout, offsets in bytes for 32 and 64 bit</caption>
 * <tr><td>0</td><td>0</td><td>address of the probe</td></tr>
 * <tr><td>4</td><td>8</td><td>address of .stapsdt.base when this was linked</td></tr>
 * <tr><td>8</td><td>16</td><td>address of the semaphore, or 0</td></tr>
 * <tr><td>12</td><td>24</td><td>provider, name, arguments, each ended by NUL</td></tr>
 * </table>
 *
 * @param provider who the probe belongs to
 * @param name the name among those of its provider
 * @param address where it is
 * @param base the address that .stapsdt.base had; see {@link #addressAt}
 * @param semaphore a counter of 2 bytes that tracers raise, 0 for none
 * @param arguments in the processor's assembly language, such as {@code 8@%rdi -4@%eax}
 */
public record Probe(
    String provider, String name, long address, long base, long semaphore, String arguments)
    implements NoteValue {

  static Probe read(Description d) {
    int w = d.wordSize();
    d.require(0, 3L * w);
    String provider = d.text(3L * w);
    long nameAt = 3L * w + Names.encode(provider).length + 1;
    String name = d.text(nameAt);
    String arguments = d.text(nameAt + Names.encode(name).length + 1);
    return new Probe(provider, name, d.word(0), d.word(w), d.word(2L * w), arguments);
  }

  /**
   * Where the probe is in a file that was moved after it was linked, as prelink does: no tool
   * corrects the address in the note, but {@code .stapsdt.base} moves with the code.
   *
   * @param stapsdtBase the address of the section .stapsdt.base as it is now
   */
  public long addressAt(long stapsdtBase) {
    return address + (stapsdtBase - base);
  }
}
