package dev.elfwright.rseq.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The routines of the other machines do what they should, called by a small program under an
 * emulator. There is no kernel with rseq, so the program makes the thread's area itself, and
 * nothing interrupts it.
 */
class ForeignMachineTest {
  private static final int AREA = 64;

  private static final String PROGRAM =
      """
      typedef unsigned char byte;
      typedef long (*function)(long, long, long, long, long, long, long, long);
      extern byte code[];
      static long thread[64] __attribute__((aligned(64)));
      static long strip[512] __attribute__((aligned(64)));
      static long directory[3];
      static long links[8];
      static int check;

      static void end(int status);
      static void expect(long expected, long actual) {
        check++;
        if (expected != actual) end(check);
      }
      static void clear(void) {
        for (int i = 0; i < 512; i++) strip[i] = 0;
      }
      #define CPU 4
      #define CALL(routine, ...) ((function)(code + routine))(__VA_ARGS__)
      #define D (long)directory, CPU

      static void all(void) {
        int *area = (int *)((byte *)thread + AREA);
        area[1] = 1; /* cpu_id */
        area[6] = 5; /* mm_cid */
        directory[0] = 2;
        expect(1, CALL(THREAD_FIELD, CPU, 0, 0, 0, 0, 0, 0, 0));
        expect(5, CALL(THREAD_FIELD, 24, 0, 0, 0, 0, 0, 0, 0));
        expect((long)area, CALL(THREAD_AREA, 0, 0, 0, 0, 0, 0, 0, 0));
        expect(-1, CALL(ADD, D, 8, 3, 0, 0, 0, 0)); /* no strip yet */
        directory[2] = (long)strip;
        expect(0, CALL(ADD, D, 8, 3, 0, 0, 0, 0));
        expect(0, CALL(ADD, D, 8, -7, 0, 0, 0, 0));
        expect(-4, strip[1]);
        expect(0, CALL(ADD_PAIR, D, 16, 1, 24, 2, 0, 0));
        expect(1, strip[2]);
        expect(2, strip[3]);
        long places[3] = {0, 16, 24}, deltas[3] = {10, 20, 30};
        expect(0, CALL(ADD_SAME, D, (long)places, 3, 5, 0, 0, 0));
        expect(0, CALL(ADD_EACH, D, (long)places, 3, (long)deltas, 0, 0, 0));
        expect(15, strip[0]);
        expect(26, strip[2]);
        expect(37, strip[3]);
        clear();
        expect(0, CALL(POP, D, (long)links, 0, 0, 0, 0, 0));
        expect(0, CALL(PUSH, D, 3, 3, (long)links, 0, 0, 0));
        expect(0, CALL(PUSH, D, 7, 7, (long)links, 0, 0, 0));
        expect(7, CALL(POP, D, (long)links, 0, 0, 0, 0, 0));
        expect(3, CALL(POP, D, (long)links, 0, 0, 0, 0, 0));
        expect(0, CALL(POP, D, (long)links, 0, 0, 0, 0, 0));
        expect(0, CALL(POP_MANY, D, (long)links, 2, 0, 0, 0, 0));
        links[0] = 5; /* 1, then 5 */
        expect(0, CALL(PUSH, D, 8, 8, (long)links, 0, 0, 0));
        expect(0, CALL(PUSH, D, 1, 5, (long)links, 0, 0, 0));
        expect(8, links[4]);
        expect(1, CALL(POP_MANY, D, (long)links, 2, 0, 0, 0, 0));
        expect(8, strip[0]);
        expect(5, links[0]);
        expect(8, CALL(POP_MANY, D, (long)links, 2, 0, 0, 0, 0));
        expect(0, strip[0]);
        clear();
        strip[1] = 3;
        strip[2] = 1;
        for (long i = 0; i < 3; i++) expect(0, CALL(APPEND, D, i, 2, 3, 4, 0, 0));
        expect(-2, CALL(APPEND, D, 9, 9, 9, 9, 0, 0));
        expect(3, strip[0]);
        expect(2, strip[8]);
        expect(1, strip[12]);
        expect(4, strip[15]);
        clear();
        strip[1] = 40;
        byte bytes[13];
        for (int i = 0; i < 13; i++) bytes[i] = (byte)(200 + i);
        expect(0, CALL(COPY, D, (long)bytes, 13, 24, 0, 0, 0));
        expect(24, strip[0]);
        expect(13, strip[8]);
        for (int i = 0; i < 13; i++) expect(bytes[i], ((byte *)(strip + 9))[i]);
        expect(0, ((byte *)(strip + 9))[13]);
        expect(-2, CALL(COPY, D, (long)bytes, 13, 24, 0, 0, 0));
        expect(0, CALL(COPY, D, (long)bytes, 0, 8, 0, 0, 0));
        expect(32, strip[0]);
        clear();
        for (long i = 1; i <= 3; i++) {
          expect(0, CALL(ADD_TUPLE, D, 1, 10, 100, 0, 0, 0));
          long *copy = strip + 8 + 4 * (i & 1);
          expect(i, strip[0]);
          expect(i, copy[0]);
          expect(10 * i, copy[1]);
          expect(100 * i, copy[2]);
        }
        clear();
        expect(-3, CALL(COMPARE_STORE, D, 8, 0, 5, 0, 0, 0));
        expect(-2, CALL(COMPARE_STORE, D, 8, 1, 5, 1, 0, 0));
        expect(0, CALL(COMPARE_STORE, D, 8, 0, 5, 1, 0, 0));
        expect(5, strip[1]);
        expect(0, CALL(COMPARE_STORE_TWO, D, 8, 5, 6, 16, 7, 1));
        expect(6, strip[1]);
        expect(7, strip[2]);
        expect(-2, CALL(COMPARE_TWO_STORE, D, 8, 6, 9, 16, 8, 1));
        expect(-3, CALL(COMPARE_TWO_STORE, D, 8, 6, 9, 16, 7, 0));
        expect(0, CALL(COMPARE_TWO_STORE, D, 8, 6, 9, 16, 7, 1));
        expect(9, strip[1]);
        clear();
        expect(1, CALL(LOCK, D, 0, 0, 0, 0, 0, 0));
        expect(-2, CALL(LOCK, D, 0, 0, 0, 0, 0, 0));
        area[1] = 2; /* a CPU beyond the table */
        expect(-1, CALL(LOCK, D, 0, 0, 0, 0, 0, 0));
        area[1] = -1; /* not registered */
        expect(-1, CALL(ADD, D, 0, 1, 0, 0, 0, 0));
        long word = 1, signals[3] = {0, 1, 0};
        expect(0, CALL(WAIT_INSIDE, (long)&word, (long)signals, 9, 0, 0, 0, 0, 0));
        expect(2, word);
        expect(1, signals[0]);
        end(0);
      }

      #ifdef __aarch64__
      static void end(int status) {
        register long x0 __asm__("x0") = status, x8 __asm__("x8") = 93;
        for (;;) __asm__ volatile("svc #0" : : "r"(x0), "r"(x8));
      }
      void _start(void) {
        __asm__ volatile("msr tpidr_el0, %0" : : "r"(thread));
        all();
      }
      #else
      static void end(int status) {
        register long a0 __asm__("a0") = status, a7 __asm__("a7") = 93;
        for (;;) __asm__ volatile("ecall" : : "r"(a0), "r"(a7));
      }
      void _start(void) {
        __asm__ volatile("mv tp, %0" : : "r"(thread));
        all();
      }
      #endif
      __asm__(".text\\n.balign 64\\n.globl code\\ncode: .incbin \\"code.bin\\"\\n");
      """;

  @ParameterizedTest
  @EnumSource(names = {"AARCH64", "RISCV64"})
  void theRoutinesOfOtherMachinesDoWhatTheyShould(Machine machine, @TempDir Path folder)
      throws IOException {
    CodeImage image =
        Routine.assemble(machine, new ThreadArea.AtThreadPointer(AREA), Inside.NOTHING, 0);
    Files.write(folder.resolve("code.bin"), image.bytes());
    Files.writeString(folder.resolve("program.c"), PROGRAM);
    String name = machine == Machine.AARCH64 ? "aarch64" : "riscv64";
    List<String> compile = new ArrayList<>();
    compile.addAll(List.of("clang-14", "--target=" + name + "-linux-gnu", "-O1", "-fuse-ld=lld"));
    compile.addAll(List.of("-ffreestanding", "-fno-stack-protector", "-nostdlib", "-static"));
    compile.addAll(List.of("-DAREA=" + AREA, "-o", "program", "program.c"));
    if (machine == Machine.RISCV64) {
      compile.addAll(List.of("-march=rv64gc", "-mabi=lp64d", "-mno-relax"));
    }
    image.entries().forEach((routine, at) -> compile.add("-D" + routine + "=" + at));
    Tool.run(folder, compile);
    assertThat(Tool.run(folder, List.of("qemu-" + name + "-static", "./program"))).isEmpty();
  }
}
