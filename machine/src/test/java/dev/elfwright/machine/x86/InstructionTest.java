package dev.elfwright.machine.x86;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What instructions do to registers, after GNU as has encoded them. */
class InstructionTest {
  /** Instruction; registers read; registers written; flow. */
  private static final String EXPECTED =
      """
      mov %rax, %r9|rax|r9|NEXT
      mov 8(%rdi,%rcx,4), %esi|rcx, rdi|rsi|NEXT
      movb %dl, (%r10)|rdx, r10||NEXT
      lea 4(%rbx,%r12), %rax|rbx, r12|rax|NEXT
      add %ecx, %edx|rcx, rdx|rdx|NEXT
      add $1, %gs:8|||NEXT
      xor %eax, %eax||rax|NEXT
      sbb %cl, %cl||rcx|NEXT
      or $-1, %r8d||r8|NEXT
      and $7, %r8d|r8|r8|NEXT
      cmp %rsi, %rdi|rsi, rdi||NEXT
      test %al, %al|rax||NEXT
      movzbl %ah, %ecx|rax|rcx|NEXT
      movzbl %sil, %ecx|rsi|rcx|NEXT
      sete %dl||rdx|NEXT
      cmove %rdi, %rax|rax, rdi|rax|NEXT
      imul $3, %rdx, %r11|rdx|r11|NEXT
      mul %rcx|rax, rcx|rax, rdx|NEXT
      div %esi|rax, rdx, rsi|rax, rdx|NEXT
      cqto|rax|rdx|NEXT
      shl %cl, %r9|rcx, r9|r9|NEXT
      shlx %rdx, %rsi, %rdi|rdx, rsi|rdi|NEXT
      andn %rdx, %rsi, %rdi|rdx, rsi|rdi|NEXT
      blsr %r9, %r10|r9|r10|NEXT
      popcnt %rdi, %rax|rdi|rax|NEXT
      bsf %rdi, %rax|rax, rdi|rax|NEXT
      tzcnt %rdi, %rax|rdi|rax|NEXT
      bswap %r11|r11|r11|NEXT
      xchg %rbx, %r8|rbx, r8|rbx, r8|NEXT
      lock cmpxchg %rcx, (%rdi)|rax, rcx, rdi|rax|NEXT
      lock xadd %eax, 4(%rsi)|rax, rsi|rax|NEXT
      cmpxchg16b (%rsi)|rax, rcx, rdx, rbx, rsi|rax, rdx|NEXT
      rep stosq|rax, rcx, rdi|rcx, rdi|NEXT
      rep movsb|rcx, rsi, rdi|rcx, rsi, rdi|NEXT
      cpuid|rax, rcx|rax, rcx, rdx, rbx|NEXT
      rdmsr|rcx|rax, rdx|NEXT
      wrmsr|rax, rcx, rdx||NEXT
      rdtsc||rax, rdx|NEXT
      nopl 8(%rax,%rax)|||NEXT
      push %r14|rsp, r14|rsp|NEXT
      pop %rsi|rsp|rsp, rsi|NEXT
      leave|rbp|rsp, rbp|NEXT
      movq %rdi, %xmm0|rdi||NEXT
      movq %xmm0, %rcx||rcx|NEXT
      vmovd %xmm3, %r9d||r9|NEXT
      vaddps (%rsi), %ymm1, %ymm2|rsi||NEXT
      cvttsd2si %xmm1, %rdx||rdx|NEXT
      mov %cr3, %rdi||rdi|NEXT
      mov %ds, %ecx||rcx|NEXT
      clac|||NEXT
      in (%dx), %al|rdx|rax|NEXT
      call *%rax|rax, rsp|rsp|INDIRECT_CALL
      call *8(%rbx)|rbx, rsp|rsp|INDIRECT_CALL
      jmp *%r11|r11||INDIRECT_JUMP
      ret|rsp|rsp|RETURN
      ud2|||STOP
      int3|||STOP
      call next|rsp|rsp|CALL
      jmp next|||JUMP
      jne next|||BRANCH
      """;

  private static Instruction decode(byte[] code, int at) {
    return Instruction.decode(code, at, code.length, at).orElseThrow();
  }

  @Test
  void effectsAreThoseOfTheManual(@TempDir Path folder) throws IOException {
    List<String[]> lines = EXPECTED.lines().map(l -> l.split("\\|", -1)).toList();
    StringBuilder source = new StringBuilder(".text\n");
    lines.forEach(l -> source.append(l[0]).append('\n'));
    Files.writeString(folder.resolve("a.s"), source.append("next: nop\n"));
    Tool.run(folder, List.of("as", "-o", "a.o", "a.s"));
    try (ElfModel model = Elf.open(folder.resolve("a.o"))) {
      byte[] code = model.section(".text").orElseThrow().bytes().toArray(ValueLayout.JAVA_BYTE);
      int at = 0;
      for (String[] line : lines) {
        Instruction i = decode(code, at);
        assertThat(Instruction.names(i.reads() | i.narrowReads())).as(line[0]).isEqualTo(line[1]);
        assertThat(Instruction.names(i.writes() | i.narrowWrites())).as(line[0]).isEqualTo(line[2]);
        assertThat(i.flow()).as(line[0]).hasToString(line[3]);
        at += i.length();
      }
      assertThat(code.length - at).isOne();
    }
  }

  /** Instruction; what it does beyond registers. */
  private static final String REACHES =
      """
      mov %rax, %r9|NOTHING
      lea 8(%rdi,%rcx,4), %rsi|NOTHING
      imul %rdi, %rax|NOTHING
      cmovne %rdi, %rax|NOTHING
      sete %al|NOTHING
      push %rbx|NOTHING
      pop %rbx|NOTHING
      mov %rdi, 16(%rsp)|NOTHING
      mov 16(%rsp,%rax,8), %rdi|NOTHING
      nopl 8(%rax,%rax)|NOTHING
      endbr64|NOTHING
      andn %rdx, %rsi, %rdi|NOTHING
      bswap %eax|NOTHING
      ret|NOTHING
      mov 8(%rdi), %eax|READS
      mov (%r12), %eax|READS
      mov %gs:0x10, %rax|READS
      cmpl $3, counter(%rip)|READS
      testb $1, (%rdi)|READS
      add (%rsi), %eax|READS
      movzbl (%rax), %edx|READS
      cmovne (%rdi), %rax|READS
      repne scasb|READS
      andn (%rdx), %rsi, %rdi|READS
      mov %eax, 8(%rdi)|CHANGES
      mov %eax, (%r12)|CHANGES
      mov %eax, 8(%rbp)|CHANGES
      incl counter(%rip)|CHANGES
      sete (%rdi)|CHANGES
      add %eax, (%rdi)|CHANGES
      lock incl (%rdi)|CHANGES
      lock addl $0, (%rsp)|CHANGES
      xchg %eax, (%rdi)|CHANGES
      cmpxchg %ecx, (%rdi)|CHANGES
      btsl $3, (%rdi)|CHANGES
      rep stosq|CHANGES
      rep movsb|CHANGES
      mov %cr3, %rdi|CHANGES
      wrmsr|CHANGES
      rdtsc|CHANGES
      cli|CHANGES
      pushf|CHANGES
      in (%dx), %al|CHANGES
      lfence|CHANGES
      movups %xmm0, (%rdi)|CHANGES
      fldl (%rdi)|CHANGES
      """;

  @Test
  void whatReachesBeyondRegistersIsTold(@TempDir Path folder) throws IOException {
    List<String[]> lines = REACHES.lines().map(l -> l.split("\\|", -1)).toList();
    StringBuilder source = new StringBuilder(".text\ncounter:\n");
    lines.forEach(l -> source.append(l[0]).append('\n'));
    Files.writeString(folder.resolve("a.s"), source);
    Tool.run(folder, List.of("as", "-o", "a.o", "a.s"));
    try (ElfModel model = Elf.open(folder.resolve("a.o"))) {
      byte[] code = model.section(".text").orElseThrow().bytes().toArray(ValueLayout.JAVA_BYTE);
      int at = 0;
      for (String[] line : lines) {
        Instruction i = decode(code, at);
        assertThat(i.reach()).as(line[0]).hasToString(line[1]);
        at += i.length();
      }
    }
  }

  @Test
  void aTargetIsCountedFromTheInstructionsEnd() {
    byte[] back = {(byte) 0xe8, (byte) 0xfb, -1, -1, -1};
    byte[] far = {0x0f, (byte) 0x84, 0, 1, 0, 0};
    byte[] near = {(byte) 0xeb, (byte) 0xfe};

    assertThat(Instruction.decode(back, 0, 5, 0x1000).orElseThrow().target()).hasValue(0x1000);
    assertThat(Instruction.decode(far, 0, 6, 0x1000).orElseThrow().target()).hasValue(0x1106);
    assertThat(Instruction.decode(near, 0, 2, 0x1000).orElseThrow().target()).hasValue(0x1000);
  }

  @Test
  void whatIsNoInstructionIsEmpty() {
    assertThat(Instruction.decode(new byte[] {0x06}, 0, 1, 0)).isEmpty();
    assertThat(Instruction.decode(new byte[] {(byte) 0xe8, 0}, 0, 2, 0)).isEmpty();
    assertThat(Instruction.decode(new byte[0], 0, 0, 0)).isEmpty();
  }
}
