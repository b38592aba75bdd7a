package dev.elfwright.machine.x86;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions assembled by gas, placed at 0x1000; pointers lie at 0x2000 and after. */
class IdleProofTest {
  private static final long CODE = 0x1000;
  private static final long POINTER = 0x2000;
  private static final long MARK = 0x3000;

  @TempDir Path folder;

  private boolean isIdle(String assembly) {
    return isIdle(assembly, Map.of(POINTER, 0L));
  }

  private boolean isIdle(String assembly, Map<Long, Long> constants) {
    byte[] code = assemble(assembly);
    return IdleProof.holds(
        CODE,
        new IdleProof.Memory() {
          @Override
          public int code(long address) {
            long at = address - CODE;
            return at >= 0 && at < code.length ? code[(int) at] & 0xff : -1;
          }

          @Override
          public @Nullable Long constant(long address) {
            return constants.get(address);
          }

          @Override
          public boolean isIdleCall(long pointer) {
            return pointer == POINTER + 8;
          }

          @Override
          public boolean isFreshMark(long address) {
            return address == MARK;
          }
        });
  }

  /** Links at 0x1000, so that distances to the pointers are known. */
  private byte[] assemble(String assembly) {
    try {
      Path source = folder.resolve("f.s");
      Path object = folder.resolve("f.o");
      Path linked = folder.resolve("f");
      Files.writeString(source, ".globl _start\n_start:\n" + assembly + "\n");
      Tool.run(List.of("as", "-o", object.toString(), source.toString()));
      Tool.run(
          List.of(
              "ld",
              "-Ttext=0x1000",
              "--defsym=pointer=0x2000",
              "--defsym=finalize=0x2008",
              "--defsym=mark=0x3000",
              "--defsym=elsewhere=0x4000",
              "-o",
              linked.toString(),
              object.toString()));
      try (ElfModel model = Elf.open(linked)) {
        return model
            .section(".text")
            .map(Section::bytes)
            .orElseThrow()
            .toArray(ValueLayout.JAVA_BYTE);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theEmptyInitOfStartFilesDoesNothing() {
    String init =
        "sub $8,%rsp; mov pointer(%rip),%rax; test %rax,%rax; je 1f; call *%rax; 1: add $8,%rsp;"
            + " ret";
    assertThat(isIdle(init)).isTrue();
    assertThat(isIdle(init, Map.of(POINTER, 0x9999L))).as("a profiler is there").isFalse();
    assertThat(isIdle(init, Map.of())).as("the pointer is not known").isFalse();
  }

  @Test
  void frameDummyDoesNothing() {
    assertThat(
            isIdle(
                """
                endbr64
                jmp 2f
                .nops 8
                2: lea mark(%rip),%rdi
                lea mark(%rip),%rsi
                sub %rdi,%rsi
                mov %rsi,%rax
                shr $0x3f,%rsi
                sar $3,%rax
                add %rax,%rsi
                sar $1,%rsi
                je 1f
                mov pointer(%rip),%rax
                test %rax,%rax
                je 1f
                jmp *%rax
                1: ret
                """))
        .isTrue();
  }

  @Test
  void theDestructorOfStartFilesDoesNothingWhereFinalizeIsIdle() {
    String destructor =
        """
        endbr64
        cmpb $0,mark(%rip)
        jne 1f
        push %rbp
        cmpq $0,finalize(%rip)
        mov %rsp,%rbp
        je 2f
        mov elsewhere(%rip),%rdi
        call *CALLED(%rip)
        2: movb $1,mark(%rip)
        pop %rbp
        1: ret
        """;
    assertThat(isIdle(destructor.replace("CALLED", "finalize"))).isTrue();
    assertThat(isIdle(destructor.replace("CALLED", "elsewhere"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "movl $1,elsewhere(%rip); ret",
        "movb $1,elsewhere(%rip); ret",
        "mov %rax,(%rdi); ret",
        "movb $0,(%rsp); ret",
        "syscall; ret",
        "call *%rax; ret",
        "jmp *elsewhere(%rip)",
        "1: jmp 1b",
        "push %rax",
        "pop %rax; ret",
        "test %rax,%rax; je 1f; ret; 1: ret",
        "mov $60,%eax; syscall",
        "hlt",
        "lock incl elsewhere(%rip); ret",
        "rep stosb; ret"
      })
  void whatStoresCallsOrIsNotKnownIsNoProof(String code) {
    assertThat(isIdle(code)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ret",
        "endbr64; ret",
        "push %rbp; mov %rsp,%rbp; pop %rbp; ret",
        "push %rbx; push %r12; pop %r12; pop %rbx; ret",
        "call 1f; ret; 1: ret",
        "xor %eax,%eax; test %rax,%rax; nop; ret",
        "push %rbp; mov %rsp,%rbp; leave; ret",
        "nopw 0x0(%rax,%rax,1); nopl 0x0(%rax); ret"
      })
  void whatOnlyTouchesItsStackDoesNothing(String code) {
    assertThat(isIdle(code)).isTrue();
  }
}
