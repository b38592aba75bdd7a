package dev.elfwright.rseq.code;

/**
 * Two functions by which this library registers threads itself, on x86-64. Each does everything in
 * one call, so that a virtual thread cannot go on elsewhere in between.
 *
 * @param bytes the code of both
 * @param register takes an area: registers it, and lets the thread's key point to it; returns 0 or
 *     minus an error's number
 * @param unregister what the key does at a thread's end: takes the area back and marks it free
 */
public record RegistrationCode(byte[] bytes, int register, int unregister) {
  /** Where an area is marked as used, behind what the kernel writes: 0 is free. */
  public static final int MARK = 120;

  private static final int UNREGISTER = 1;

  /**
   * The code for one key.
   *
   * @param setter the address of pthread_setspecific
   * @param size how long the area is, as the kernel is told
   */
  public static RegistrationCode assemble(long setter, int key, int size, int systemCall) {
    X86Assembler a = new X86Assembler();
    bytes(a, 0x53); // push %rbx
    bytes(a, 0x48, 0x89, 0xfb); // mov %rdi,%rbx
    rseq(a, size, 0, systemCall);
    bytes(a, 0x48, 0x85, 0xc0); // test %rax,%rax
    bytes(a, 0x75, 25); // jne to the last pop
    bytes(a, 0xbf);
    a.emit32(key); // mov $key,%edi
    bytes(a, 0x48, 0x89, 0xde); // mov %rbx,%rsi
    bytes(a, 0x48, 0xb8);
    a.emit64(setter); // movabs $setter,%rax
    bytes(a, 0xff, 0xd0); // call *%rax
    bytes(a, 0x48, 0x98); // cltq
    bytes(a, 0x48, 0xf7, 0xd8); // neg %rax
    bytes(a, 0x5b, 0xc3); // pop %rbx; ret
    a.align(16);
    int unregister = a.size();
    rseq(a, size, UNREGISTER, systemCall);
    bytes(a, 0x48, 0xc7, 0x47, MARK);
    a.emit32(0); // movq $0,MARK(%rdi)
    bytes(a, 0xc3);
    return new RegistrationCode(a.finish(), 0, unregister);
  }

  private static void rseq(X86Assembler a, int size, int flags, int systemCall) {
    bytes(a, 0xb8);
    a.emit32(systemCall); // mov $number,%eax
    bytes(a, 0xbe);
    a.emit32(size); // mov $size,%esi
    bytes(a, 0xba);
    a.emit32(flags); // mov $flags,%edx
    bytes(a, 0x41, 0xba);
    a.emit32(Machine.X86_64.signature()); // mov $signature,%r10d
    bytes(a, 0x0f, 0x05); // syscall
  }

  private static void bytes(X86Assembler a, int... values) {
    for (int v : values) {
      a.emit8(v);
    }
  }
}
