package dev.elfwright.rseq.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationBytesTest {
  private static final String TEXT =
      """
      push %rbx
      mov %rdi,%rbx
      mov $334,%eax; mov $40,%esi; mov $0,%edx; mov $0x53053053,%r10d; syscall
      test %rax,%rax
      jne 1f
      mov $77,%edi
      mov %rbx,%rsi
      movabs $0x7f123456789a,%rax
      call *%rax
      cltq
      neg %rax
      1: pop %rbx
      ret
      .balign 16,0xcc
      mov $334,%eax; mov $40,%esi; mov $1,%edx; mov $0x53053053,%r10d; syscall
      movq $0,120(%rdi)
      ret
      """;

  @Test
  void bytesAreThoseOfGnuAs(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.s"), TEXT);
    Tool.run(folder, List.of("as", "-o", "a.o", "a.s"));
    Tool.run(folder, List.of("objcopy", "-O", "binary", "-j", ".text", "a.o", "a.bin"));
    RegistrationCode code = RegistrationCode.assemble(0x7f12_3456_789aL, 77, 40, 334);
    assertThat(code.bytes()).isEqualTo(Files.readAllBytes(folder.resolve("a.bin")));
    assertThat(code.unregister() % 16).isZero();
  }
}
