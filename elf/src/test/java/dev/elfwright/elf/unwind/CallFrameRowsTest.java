package dev.elfwright.elf.unwind;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Call frame instructions executed: the rows are those of llvm-dwarfdump. */
class CallFrameRowsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/bash",
        "/lib/x86_64-linux-gnu/libc.so.6",
        "/usr/aarch64-linux-gnu/lib/libc.so.6"
      })
  void theRowsAreThoseOfLlvm(String file) throws IOException {
    try (ElfModel model = Elf.open(Path.of(file))) {
      CallFrames frames = CallFrames.of(model).orElseThrow();
      Map<Long, List<String>> ours = new TreeMap<>();
      for (FrameEntry entry : frames.entries()) {
        if (entry instanceof FunctionEntry f && f.range() != 0) {
          ours.put(f.offset(), frames.rows(f).stream().map(CallFrameRowsTest::text).toList());
        }
      }
      Map<Long, List<String>> theirs = llvm(file);
      assertThat(ours.keySet()).isEqualTo(theirs.keySet());
      theirs.forEach(
          (offset, rows) -> assertThat(ours.get(offset)).as("0x%x", offset).isEqualTo(rows));
      assertThat(ours).hasSizeGreaterThan(100);
    }
  }

  /** {@code 0x1234: CFA=reg7+16, reg6=[CFA-16]} */
  private static String text(FrameRow row) {
    String cfa =
        switch (row.cfa()) {
          case CfaRule.Unset _ -> "unset";
          case CfaRule.RegisterOffset(long r, long offset) -> "reg" + r + signed(offset);
          case CfaRule.ByExpression _ -> "expression";
        };
    String rules =
        row.registers().entrySet().stream()
            .map(e -> ", reg" + e.getKey() + "=" + text(e.getValue()))
            .collect(Collectors.joining());
    return "0x%x: CFA=%s%s".formatted(row.address(), cfa, rules);
  }

  private static String text(RegisterRule rule) {
    return switch (rule) {
      case RegisterRule.Undefined _ -> "undefined";
      case RegisterRule.SameValue _ -> "same";
      case RegisterRule.AtOffset(long offset) -> "[CFA" + signed(offset) + "]";
      case RegisterRule.ValueOffset(long offset) -> "CFA" + signed(offset);
      case RegisterRule.InRegister(long r) -> "reg" + r;
      case RegisterRule.AtExpression _, RegisterRule.ValueExpression _ -> "expression";
    };
  }

  private static String signed(long offset) {
    return offset == 0 ? "" : offset > 0 ? "+" + offset : String.valueOf(offset);
  }

  private static Map<Long, List<String>> llvm(String file) {
    Map<Long, List<String>> rows = new TreeMap<>();
    List<String> current = new ArrayList<>();
    for (String line :
        Tool.output(List.of("llvm-dwarfdump-19", "--eh-frame", file)).lines().toList()) {
      if (line.matches("[0-9a-f]{8,16} .* FDE .*")) {
        current = new ArrayList<>();
        rows.put(Long.parseLong(line.substring(0, line.indexOf(' ')), 16), current);
      } else if (line.matches("[0-9a-f]{8,16} .* CIE.*")) {
        current = new ArrayList<>();
      } else if (line.matches(" +0x[0-9a-f]+: CFA=.*")) {
        current.add(normal(line.strip()));
      }
    }
    return rows;
  }

  private static String normal(String line) {
    String[] parts = line.split(": ", 3);
    String cfa = parts[1].replaceAll("CFA=DW_OP.*", "CFA=expression");
    String rules =
        parts.length < 3
            ? ""
            : java.util.stream.Stream.of(parts[2].split(", (?=[A-Za-z0-9]+=)"))
                .map(r -> r.replaceAll("=\\[?DW_OP.*", "=expression"))
                .map(r -> r.replaceAll("\\[CFA\\+0\\]", "[CFA]"))
                .map(CallFrameRowsTest::numbered)
                .sorted(
                    java.util.Comparator.comparingInt(
                        r -> Integer.parseInt(r.replaceAll("^reg([0-9]+)=.*", "$1"))))
                .map(r -> ", " + r)
                .collect(Collectors.joining());
    return "0x%x: ".formatted(Long.parseLong(parts[0].substring(2), 16))
        + numbered(cfa).replace("CFA=reg", "CFA=reg")
        + rules;
  }

  private static final List<String> X86_64 =
      List.of(
          "RAX", "RDX", "RCX", "RBX", "RSI", "RDI", "RBP", "RSP", "R8", "R9", "R10", "R11", "R12",
          "R13", "R14", "R15", "RIP");

  /** LLVM names registers where it knows the machine. */
  private static String numbered(String text) {
    String out = text;
    for (int i = X86_64.size() - 1; i >= 0; i--) {
      out = out.replaceAll("\\b" + X86_64.get(i) + "\\b", "reg" + i);
    }
    out =
        java.util.regex.Pattern.compile("\\bB([0-9]+)\\b")
            .matcher(out)
            .replaceAll(m -> "reg" + (64 + Integer.parseInt(m.group(1))));
    return out.replaceAll("\\b[WX]([0-9]+)\\b", "reg$1")
        .replaceAll("\\bW?SP\\b", "reg31")
        .replaceAll("\\bLR\\b", "reg30")
        .replaceAll("\\bFP\\b", "reg29");
  }

  @Test
  void whatCannotBeExecutedIsRefusedInOneLine(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("a.s"),
        "f: .cfi_startproc\n"
            + " .cfi_escape 0x0b\n"
            + " nop\n"
            + " .cfi_endproc\n"
            + "g: .cfi_startproc\n"
            + " .cfi_escape 0x3f\n"
            + " nop\n"
            + " .cfi_endproc\n");
    Tool.run(folder, List.of("as", "a.s", "-o", "a.o"));
    try (ElfModel model = Elf.open(folder.resolve("a.o"))) {
      CallFrames frames = CallFrames.of(model).orElseThrow();
      List<FunctionEntry> functions =
          frames.entries().stream()
              .filter(e -> e instanceof FunctionEntry)
              .map(e -> (FunctionEntry) e)
              .toList();
      assertThatThrownBy(() -> frames.rows(functions.get(0)))
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("DW_CFA_restore_state without a state");
      assertThatThrownBy(() -> frames.rows(functions.get(1)))
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("call frame instruction 0x3f is not known");
    }
  }
}
