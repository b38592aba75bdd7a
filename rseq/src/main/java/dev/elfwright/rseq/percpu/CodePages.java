package dev.elfwright.rseq.percpu;

import dev.elfwright.rseq.kernel.Kernel;
import dev.elfwright.rseq.kernel.Words;
import java.util.function.LongFunction;

/**
 * Pages of machine code: written, then made executable, and from then on for ever as they are.
 *
 * <p>They are never unmapped. A thread that has left a section may have the section's descriptor in
 * its area for a long time, until the kernel looks at it; were it gone by then, the kernel would
 * end the process with a signal, and not even hs_err would tell why.
 */
final class CodePages {
  private static final long PAGE = 4096;

  private CodePages() {}

  /**
   * Puts code into memory.
   *
   * @param code the bytes for an address; of the same length for every address
   * @throws UnsupportedOperationException when the system does not let programs make code
   */
  static long load(Kernel kernel, LongFunction<byte[]> code) {
    long size = (code.apply(0).length + PAGE - 1) / PAGE * PAGE;
    long address = kernel.map(size);
    if (address < 0) {
      throw new UnsupportedOperationException(
          "no memory for code: mmap failed (" + Kernel.error(address) + ")");
    }
    Words.put(address, code.apply(address));
    long result = kernel.makeExecutable(address, size);
    if (result < 0) {
      kernel.unmap(address, size);
      throw new UnsupportedOperationException(
          "code pages are not permitted: mprotect failed (" + Kernel.error(result) + ")");
    }
    return address;
  }
}
