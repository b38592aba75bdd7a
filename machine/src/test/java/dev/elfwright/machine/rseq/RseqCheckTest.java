package dev.elfwright.machine.rseq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A good section, and for each rule one that breaks it alone. */
class RseqCheckTest {
  @TempDir private Path folder;

  /** A section that adds to a word, as assemblers of three machines take it. */
  private enum Source {
    X86_64(
        "x86_64-linux-gnu-",
        """
        mov (%rdi),%rax
        BODY
        add %rsi,%rax
        mov %rax,(%rdi)
        """,
        "0x53053053",
        "call other",
        "syscall",
        "lock incq 8(%rdi)",
        "mov %rax,8(%rdi)"),
    AARCH64(
        "aarch64-linux-gnu-",
        """
        ldr x2, [x0]
        BODY
        add x2, x2, x1
        str x2, [x0]
        """,
        "0xd428bc00",
        "bl other",
        "svc #0",
        ".inst 0xf8210002 // ldadd x1, x2, [x0]",
        "stp x2, x2, [x0, #16]"),
    RISCV64(
        "riscv64-linux-gnu-",
        """
        ld a2, 0(a0)
        BODY
        add a2, a2, a1
        sd a2, 0(a0)
        """,
        "0xf1401073",
        "call other",
        "ecall",
        "amoadd.d a2, a1, (a0)",
        "c.sd a2, 16(a0)");

    final String tools;
    final String code;
    final String signature;
    final String call;
    final String systemCall;
    final String update;
    final String store;

    Source(
        String tools,
        String code,
        String signature,
        String call,
        String systemCall,
        String update,
        String store) {
      this.tools = tools;
      this.code = code;
      this.signature = signature;
      this.call = call;
      this.systemCall = systemCall;
      this.update = update;
      this.store = store;
    }

    /** Everything right. */
    String good() {
      return """
      .section __rseq_cs,"aw"
      .balign 32
      .long VERSION, FLAGS
      .dc.a START, END - START, ABORT
      .text
      .globl other
      other: .balign 4
      nop
      begin:
      CODE
      end:
      nop
      .balign 4
      .long SIGNATURE
      abort:
      nop
      """
          .replace("CODE", code);
    }

    /** With what is left open filled in as it should be. */
    String complete(String source) {
      return source
          .replace("BODY", "")
          .replace("VERSION", "0")
          .replace("FLAGS", "0")
          .replace("START", "begin")
          .replace("END", "end")
          .replace("ABORT", "abort")
          .replace("SIGNATURE", signature);
    }

    /** On x86-64 the signature is the end of an instruction. */
    private String trap() {
      return this == X86_64 ? ".byte 0x0f, 0xb9, 0x3d\n" : "";
    }

    /** With one rule broken. */
    String breaking(RseqRule rule) {
      String good = good();
      return complete(
          switch (rule) {
            case VERSION -> good.replace("VERSION", "1");
            case FLAGS -> good.replace("FLAGS", "1");
            case CODE -> good.replace("END - START", "0");
            case LENGTH -> good.replace("end:", ".zero 70000\nend:").replace("ABORT", "abort");
            case INSTRUCTIONS -> good.replace("END - START", "end - begin - 1");
            case ABORT_CODE -> good.replace("ABORT", "abort + 0x7000000");
            case ABORT_OUTSIDE ->
                good.replace("BODY", trap() + ".long SIGNATURE\ninside:")
                    .replace("ABORT", "inside");
            case SIGNATURE -> good.replace("SIGNATURE", "0x12345678");
            case NO_CALL -> good.replace("BODY", call);
            case NO_SYSTEM_CALL -> good.replace("BODY", systemCall);
            case COMMIT -> good.replaceFirst("[^\n]*\n\nend:|[^\n]*\nend:", "end:");
            case REPEATABLE -> good.replace("BODY", update);
            case STORE_BEFORE_COMMIT -> good.replace("BODY", store);
          });
    }
  }

  private Path object(Source source, String text) {
    try {
      Files.writeString(folder.resolve("a.s"), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    List<String> command = new ArrayList<>(List.of(source.tools + "as", "-o", "a.o", "a.s"));
    if (source == Source.RISCV64) {
      command.add(1, "-march=rv64gc");
    }
    Tool.run(folder, command);
    return folder.resolve("a.o");
  }

  private Path linked(Source source, String text, String... options) {
    object(source, text);
    List<String> command = new ArrayList<>(List.of(source.tools + "ld", "-o", "a.out", "a.o"));
    command.addAll(List.of("-e", "0"));
    command.addAll(List.of(options));
    Tool.run(folder, command);
    return folder.resolve("a.out");
  }

  private static List<RseqFinding> check(Path file) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      return RseqCheck.of(RseqTable.of(model));
    }
  }

  private static Set<RseqRule> rules(List<RseqFinding> findings) {
    Set<RseqRule> rules = EnumSet.noneOf(RseqRule.class);
    findings.forEach(f -> rules.add(f.rule()));
    return rules;
  }

  private static List<Arguments> everyRuleOfEveryMachine() {
    return Arrays.stream(Source.values())
        .flatMap(s -> Arrays.stream(RseqRule.values()).map(r -> Arguments.of(s, r)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everyRuleOfEveryMachine")
  void aSectionThatBreaksOneRuleIsFound(Source source, RseqRule rule) throws IOException {
    String text = source.breaking(rule);
    Set<RseqRule> expected = Set.of(rule);
    assertThat(rules(check(object(source, text)))).as("object file").isEqualTo(expected);
    assertThat(rules(check(linked(source, text, "-pie")))).as("program").isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void aGoodSectionIsReadAsItIs(Source source) throws IOException {
    String text = source.complete(source.good());
    for (String kind : List.of("-static", "-pie", "-shared")) {
      Path file = linked(source, text, kind);
      try (ElfModel model = Elf.open(file)) {
        RseqTable table = RseqTable.of(model);
        assertThat(table.sections()).hasSize(1);
        RseqSection s = table.sections().getFirst();
        String symbols = Tool.run(folder, List.of(source.tools + "nm", "a.out"));
        assertThat(symbols).contains("%016x t begin".formatted(s.start()));
        assertThat(symbols).contains("%016x t end".formatted(s.start() + s.length()));
        assertThat(symbols).contains("%016x t abort".formatted(s.abort()));
        assertThat(RseqCheck.of(table)).as(kind).isEmpty();
      }
    }
    assertThat(check(object(source, text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "movb $1,(%rdi) | STORE",
        "mov %rax,%fs:8(%rsi) | STORE",
        "mov %rax,%rdi | NONE",
        "cmpq $1,(%rdi) | NONE",
        "testq $1,(%rdi) | NONE",
        "lea (%rdi),%rax | NONE",
        "xadd %rax,(%rdi) | UPDATE",
        "cmpxchg %rax,(%rdi) | UPDATE",
        "notq (%rdi) | UPDATE",
        "negq (%rdi) | UPDATE",
        "shlq $3,(%rdi) | UPDATE",
        "shl $3,%rdi | NONE",
        "btsq $3,(%rdi) | UPDATE",
        "btq $3,(%rdi) | NONE",
        "push %r12 | UPDATE",
        "pushq (%rdi) | UPDATE",
        "rep stosb | UPDATE",
        "movups %xmm0,(%rdi) | STORE",
        "movups (%rdi),%xmm0 | NONE",
        "vmovdqu %ymm1,(%rdi) | STORE",
        "vmovdqu (%rdi),%ymm1 | NONE",
        "vmovdqa %ymm9,(%r9) | STORE",
        "movq %xmm0,(%rdi) | STORE",
        "movnti %rax,(%rdi) | STORE",
        "call *%rax | CALL",
        "call *(%rdi) | CALL",
        "jmp *(%rdi) | NONE",
        "int $0x80 | SYSTEM_CALL",
        "sysenter | SYSTEM_CALL",
        "pause | NONE"
      })
  void instructionsOfX86DoWhatTheyDo(String instruction, Effect effect) throws IOException {
    object(Source.X86_64, instruction + "\n");
    Tool.run(folder, List.of("objcopy", "-O", "binary", "-j", ".text", "a.o", "a.bin"));
    byte[] code = Files.readAllBytes(folder.resolve("a.bin"));
    var decoder = new X86Decoder();
    assertThat(decoder.length(code, 0)).isEqualTo(code.length);
    assertThat(decoder.effect(code, 0, code.length)).isEqualTo(effect);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strb w0, [x1] | STORE",
        "str q0, [x1, #16] | STORE",
        "stur x0, [x1, #-8] | STORE",
        "stlr x0, [x1] | STORE",
        "stp x0, x1, [sp, #16] | STORE",
        "ldp x0, x1, [sp, #16] | NONE",
        "ldr w0, [x1, x2] | NONE",
        "ldrsw x0, [x1] | NONE",
        "ldar x0, [x1] | NONE",
        "ldr q0, [x1] | NONE",
        "prfm pldl1keep, [x1] | NONE",
        "ldr x0, . + 8 | NONE",
        "add x0, x0, #1 | NONE",
        "blr x3 | CALL",
        "br x3 | NONE"
      })
  void instructionsOfAarch64DoWhatTheyDo(String instruction, Effect effect) throws IOException {
    object(Source.AARCH64, instruction + "\n");
    Tool.run(
        folder,
        List.of("aarch64-linux-gnu-objcopy", "-O", "binary", "-j", ".text", "a.o", "a.bin"));
    byte[] code = Files.readAllBytes(folder.resolve("a.bin"));
    assertThat(new Aarch64Decoder().effect(code, 0, 4)).isEqualTo(effect);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c.sw a2, 0(a0) | STORE",
        "c.sdsp a2, 8(sp) | STORE",
        "c.ld a2, 0(a0) | NONE",
        "fsd fa0, 0(a0) | STORE",
        "lr.d a2, (a0) | NONE",
        "sc.d a2, a1, (a0) | UPDATE",
        "c.jalr a3 | CALL",
        "c.jr a3 | NONE",
        "c.ebreak | NONE",
        "jalr ra, 0(a3) | CALL",
        "c.addi a0, 1 | NONE"
      })
  void instructionsOfRiscvDoWhatTheyDo(String instruction, Effect effect) throws IOException {
    object(Source.RISCV64, instruction + "\n");
    Tool.run(
        folder,
        List.of("riscv64-linux-gnu-objcopy", "-O", "binary", "-j", ".text", "a.o", "a.bin"));
    byte[] code = Files.readAllBytes(folder.resolve("a.bin"));
    var decoder = new RiscvDecoder();
    assertThat(decoder.effect(code, 0, decoder.length(code, 0))).isEqualTo(effect);
  }

  @Test
  void anotherMachineIsRefusedOnlyWhereThereIsSomethingToCheck() throws IOException {
    String text = ".section __rseq_cs,\"aw\"\n.zero 32\n";
    Files.writeString(folder.resolve("a.s"), text);
    Tool.run(folder, List.of("powerpc64le-linux-gnu-as", "-o", "a.o", "a.s"));
    assertThatThrownBy(() -> check(folder.resolve("a.o")))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("x86-64, AArch64 and RV64");
    assertThat(check(Path.of("/bin/sh"))).isEmpty();
  }

  /** Every byte of a file changed in turn: findings or a message, and nothing else. */
  @ParameterizedTest
  @EnumSource
  void aBrokenFileIsAMessage(Source source) throws IOException {
    byte[] bytes = Files.readAllBytes(object(source, source.complete(source.good())));
    Path broken = folder.resolve("broken");
    for (int at = 16; at < bytes.length; at++) {
      byte[] copy = bytes.clone();
      copy[at] ^= (byte) 0xff;
      Files.write(broken, copy);
      try {
        check(broken);
      } catch (ElfFormatException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
