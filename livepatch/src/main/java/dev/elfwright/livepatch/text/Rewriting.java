package dev.elfwright.livepatch.text;

import dev.elfwright.livepatch.code.CodeImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What an x86 kernel does to its code and to that of modules, in its order: {@code
 * alternative_instructions} in {@code arch/x86/kernel/alternative.c} and {@code module_finalize} in
 * {@code arch/x86/kernel/module.c} of Linux 6.1, then what changes while it runs, which the
 * kernel's data in memory say.
 */
final class Rewriting {
  private final CodeImage code;
  private final RunningKernel kernel;
  private final Tables tables;

  private Rewriting(CodeImage code, RunningKernel kernel, Tables tables) {
    this.code = code;
    this.kernel = kernel;
    this.tables = tables;
  }

  static void apply(CodeImage code, RunningKernel kernel, Tables tables, Tracer tracer)
      throws IOException {
    Rewriting all = new Rewriting(code, kernel, tables);
    Thunks thunks = new Thunks(code, kernel);
    all.paravirt();
    thunks.indirectBranches(tables);
    thunks.returns(tables);
    Alternatives.apply(code, kernel, tables);
    all.locks();
    all.tracerCalls(tracer);
    all.jumpLabels();
    new StaticCalls(code, kernel, thunks).apply(tables);
  }

  /** {@code apply_paravirt}: entries of address (8 bytes), number of the operation, length. */
  private void paravirt() throws IOException {
    CodeImage.Table table = tables.find(".parainstructions").orElse(new CodeImage.Table(0, 0));
    for (long at = table.address(); at + 10 <= table.end(); at += 16) {
      long site = code.i64(at);
      int length = code.u8(at + 9);
      long operation = kernel.memory().i64(kernel.address("pv_ops") + 8L * code.u8(at + 8));
      if (operation == 0) {
        operation = kernel.address("paravirt_BUG");
      }
      byte[] call =
          operation == kernel.address("_paravirt_nop")
              ? new byte[0]
              : Encoding.branch(Encoding.CALL, site, operation);
      if (call.length > length) {
        throw code.malformed("a paravirt site of %d bytes".formatted(length));
      }
      byte[] whole = Encoding.nops(length - call.length);
      byte[] bytes = Arrays.copyOf(call, length);
      System.arraycopy(whole, 0, bytes, call.length, whole.length);
      write(Cause.PARAVIRT, site, bytes);
    }
  }

  /** What is in sections that are gone is not looked at. */
  private void write(Cause cause, long address, byte[] bytes) {
    if (code.has(address, bytes.length)) {
      code.write(cause.ordinal(), address, bytes);
    }
  }

  /** {@code alternatives_smp_unlock}: entries of four bytes, the distance to a prefix. */
  private void locks() throws IOException {
    CodeImage.Table table = tables.find(".smp_locks").orElse(new CodeImage.Table(0, 0));
    long single = kernel.find("uniproc_patched").orElse(0);
    if (single == 0 || kernel.memory().bytes(single, 1)[0] == 0) {
      return;
    }
    CodeImage.Table text = code.section(".text").orElse(new CodeImage.Table(0, 0));
    for (long at = table.address(); at + 4 <= table.end(); at += 4) {
      long site = code.relative(at);
      boolean isText = Long.compareUnsigned(site - text.address(), text.size()) < 0;
      if (isText && code.u8(site) == Encoding.LOCK) {
        write(Cause.LOCK, site, new byte[] {(byte) Encoding.DATA_SEGMENT});
      }
    }
  }

  /** {@code ftrace_nop_initialize}, then what the tracer has turned on. */
  private void tracerCalls(Tracer tracer) throws IOException {
    CodeImage.Table table =
        tables
            .find("__mcount_loc", "__start_mcount_loc", "__stop_mcount_loc")
            .orElse(new CodeImage.Table(0, 0));
    for (long at = table.address(); at + 8 <= table.end(); at += 8) {
      long site = code.i64(at);
      if (code.has(site, Encoding.SIZE)) {
        OptionalLong target = tracer.target(site);
        write(
            Cause.TRACER,
            site,
            target.isPresent()
                ? Encoding.branch(Encoding.CALL, site, target.getAsLong())
                : Encoding.nops(Encoding.SIZE));
      }
    }
    for (String call : new String[] {"ftrace_call", "ftrace_regs_call"}) {
      long site = kernel.find(call).orElse(0);
      if (code.has(site, Encoding.SIZE)) {
        long handler = kernel.word("ftrace_trace_function");
        write(Cause.TRACER, site, Encoding.branch(Encoding.CALL, site, handler));
      }
    }
  }

  /**
   * {@code __jump_label_transform}: entries of two distances of four bytes, to the branch and to
   * its target, and one of eight to the key; bit 0 of that says that the branch is taken while the
   * key is off.
   */
  private void jumpLabels() throws IOException {
    CodeImage.Table table =
        tables
            .find("__jump_table", "__start___jump_table", "__stop___jump_table")
            .orElse(new CodeImage.Table(0, 0));
    long enabled = kernel.structure("static_key").offset("enabled");
    for (long at = table.address(); at + 16 <= table.end(); at += 16) {
      long site = code.relative(at);
      long key = at + 8 + code.i64(at + 8);
      if (!code.has(site, Encoding.SIZE)) {
        continue;
      }
      boolean isOn = kernel.memory().i32((key & ~3L) + enabled) > 0;
      boolean isTaken = isOn ^ (key & 1) != 0;
      int first = code.u8(site);
      int size = first == 0x66 || first == Encoding.SHORT_JUMP ? 2 : Encoding.SIZE;
      long target = code.relative(at + 4);
      write(
          Cause.JUMP_LABEL,
          site,
          !isTaken
              ? Encoding.nops(size)
              : size == 2
                  ? Encoding.shortJump(site, target)
                  : Encoding.branch(Encoding.JUMP, site, target));
    }
  }
}
