package dev.elfwright.abi.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans whose ends are known, and every pair of consumer and provider run for real. */
class ExtensionPlanTest {
  private static final String RSEQ =
      """
      struct rseq {
        __u32 cpu_id_start;
        __u32 cpu_id;
        __u64 rseq_cs;   /* in the kernel's header a union, of 8 bytes */
        __u32 flags;
      } __attribute__((aligned(32)));
      """;

  private static final String CLONE_ARGS =
      """
      struct clone_args {
        __aligned_u64 flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
      };
      """;

  @TempDir private Path folder;

  private static ExtensionPlan plan(String name, String text, String... additions) {
    return ExtensionPlan.of(StructSource.ofText(name, "test", text), List.of(additions));
  }

  private static ExtensionPlan rseq(String... additions) {
    return plan("rseq", RSEQ, additions);
  }

  private static ExtensionPlan cloneArgs() {
    return plan(
        "clone_args", CLONE_ARGS, "__aligned_u64 set_tid, set_tid_size", "__aligned_u64 cgroup");
  }

  private static List<ExtensionRule> rules(ExtensionPlan plan, PlanFinding.Severity severity) {
    return plan.findings().stream()
        .filter(f -> f.severity() == severity)
        .map(PlanFinding::rule)
        .distinct()
        .toList();
  }

  @Test
  void cloneArgsGrowsAsItDid() {
    ExtensionPlan plan = cloneArgs();
    assertThat(plan.versions()).extracting(StructLayout::size).containsExactly(64L, 80L, 88L);
    assertThat(plan.isGood()).isTrue();
    assertThat(plan.proposal().family()).isEqualTo(Family.KERNEL_COPY);
    assertThat(plan.proposal().declaration()).contains("#define CLONE_ARGS_SIZE_VER2 88");
  }

  @Test
  void rseqGrowsFrom20To28BySizesThatAreTold() {
    ExtensionPlan plan = rseq("__u32 node_id; __u32 mm_cid");
    assertThat(plan.versions()).extracting(StructLayout::end).containsExactly(20L, 28L);
    assertThat(plan.versions()).extracting(StructLayout::size).containsExactly(32L, 32L);
    assertThat(rules(plan, PlanFinding.Severity.DEPENDS))
        .contains(ExtensionRule.TAIL_NO_PADDING_REUSE, ExtensionRule.SIZE_FIRST);
    assertThat(matrix(plan, Family.KERNEL_COPY).isSafe()).isFalse();
    assertThat(matrix(plan, Family.EXPORTED_OBJECT).isSafe()).isFalse();
  }

  /** A provider said 32 for the 20 bytes that it knew, so no field may end there. */
  @Test
  void theNextFieldOfRseqMakes33BytesOfIt() {
    ExtensionPlan plan = rseq("__u32 node_id; __u32 mm_cid", "__u32 slice_ctrl");
    assertThat(rules(plan, PlanFinding.Severity.DEPENDS)).contains(ExtensionRule.SIZE_BOUNDARY);
    assertThat(plan.isGood()).isFalse();
    assertThat(plan.proposal().versions())
        .extracting(StructLayout::end)
        .containsExactly(20L, 28L, 33L);
  }

  private static Matrix matrix(ExtensionPlan plan, Family family) {
    return plan.matrices().stream().filter(m -> m.family() == family).findFirst().orElseThrow();
  }

  @Test
  void eachRuleIsFoundWhereItIsBroken() {
    String sized = "struct s { __u32 size; __u32 a; __u64 b; };";
    assertThat(rules(plan("s", sized, "__u32 c @ 4"), PlanFinding.Severity.BREAKS))
        .containsExactly(ExtensionRule.APPEND_ONLY);
    assertThat(
            rules(
                plan("s", sized, "__u64 c __attribute__((aligned(16)))"),
                PlanFinding.Severity.BREAKS))
        .containsExactly(ExtensionRule.ALIGN_STABLE);
    assertThat(
            rules(
                plan("s", sized + "struct t { struct s s[2]; int x; };", "__u64 c"),
                PlanFinding.Severity.BREAKS))
        .containsExactly(ExtensionRule.EMBED);
    assertThat(
            rules(
                plan("s", "struct s { __u32 size; char data[]; };", "__u64 c"),
                PlanFinding.Severity.BREAKS))
        .contains(ExtensionRule.END_MARKER);
    assertThat(
            rules(
                plan("s", "struct s { __u64 a; __u32 reserved[2]; __u64 b; };", "__u64 c @ 12"),
                PlanFinding.Severity.BREAKS))
        .contains(ExtensionRule.APPEND_ONLY);
    assertThat(
            rules(
                plan("s", "struct s { __u64 a; __u64 b; };", "__u64 c"),
                PlanFinding.Severity.DEPENDS))
        .contains(ExtensionRule.BYVALUE_CLASS);
    assertThat(
            rules(
                plan("s", "struct s { __u64 a; __u64 reserved[2]; };", "__u64 c @ 8"),
                PlanFinding.Severity.DUTY))
        .contains(
            ExtensionRule.RESERVED_SPLIT, ExtensionRule.ZERO_IS_NOOP, ExtensionRule.AUXV_GUARD);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void everyPairBehavesAsSimulated(Family family) throws IOException {
    Map<String, ExtensionPlan> plans = new HashMap<>();
    plans.put("rseq", rseq("__u32 node_id; __u32 mm_cid", "__u32 slice_ctrl; __u8 __reserved"));
    plans.put("boundary", rseq("__u32 node_id; __u32 mm_cid", "__u32 slice_ctrl"));
    plans.put("clone_args", cloneArgs());
    plans.put(
        "sized",
        plan("s", "struct s { __u32 size; __u32 a; };", "__u32 b", "__u32 c; __u32 d", "__u64 e"));
    plans.put(
        "padded", plan("s", "struct s { __u32 size; __u64 a; __u32 b; };", "__u32 c", "__u32 d"));
    plans.put(
        "reserved",
        plan("s", "struct s { __u64 a; __u64 reserved[3]; };", "__u64 b @ 8", "__u32 c @ 16"));
    int pairs = 0;
    for (var named : plans.entrySet()) {
      ExtensionPlan plan = named.getValue();
      for (Matrix m : plan.matrices()) {
        if (m.family() == family && isForReserved(named.getKey()) == (family == Family.RESERVED)) {
          Path where = folder.resolve(named.getKey());
          Map<String, Outcome> real = new Consumers(where, plan.versions()).run(family);
          Map<String, Outcome> simulated = new HashMap<>();
          m.cells().forEach(c -> simulated.put(Consumers.key(c), c.outcome()));
          assertThat(simulated).as(named.getKey()).isEqualTo(real);
          pairs += real.size();
        }
      }
    }
    assertThat(pairs).isGreaterThan(4);
  }

  private static boolean isForReserved(String plan) {
    return plan.equals("reserved");
  }

  @Test
  void aStructIsReadFromDebuggingInformation() throws IOException {
    Files.writeString(
        folder.resolve("s.c"),
        """
        #include <stdint.h>
        struct inner { uint32_t x; };
        struct s { uint32_t size; struct inner in[2]; const char *name; uint64_t a __attribute__((aligned(32))); };
        struct holds { int x; struct s s; } h;
        """);
    Tool.run(folder, List.of("gcc", "-g", "-c", "s.c"));
    StructSource source = StructSource.read("s", folder.resolve("s.o"), new DebugFiles(folder));
    StructLayout s = source.struct();
    assertThat(s.size()).isEqualTo(64);
    assertThat(s.alignment()).isEqualTo(32);
    assertThat(s.fields()).extracting(Field::offset).containsExactly(0L, 4L, 16L, 32L);
    assertThat(s.fields()).extracting(Field::size).containsExactly(4L, 8L, 8L, 8L);
    assertThat(source.containers()).containsExactly("holds");
  }

  @Test
  void whatIsNotUnderstoodIsRefusedInOneLine() {
    refused("struct s { foo_t x; };", "test: 'foo_t' is no type whose size is known here");
    refused("struct s { int x : 3; };", "test: bit-fields are not understood: 'x'");
    refused("struct s { int x", "test: expected ';' but found ''");
    refused("struct t { int x; };", "test: has no struct s");
    refused("struct s { struct s x; };", "test: 'struct s' is not declared before");
    refused("struct s { char x[999999999][999]; };", "test: 'x' is larger than 2 GiB");
    refused(
        "struct s { int x __attribute__((aligned(3))); };", "test: aligned(3): no power of two");
    refused("struct s {".repeat(100), "test: more than 32 structs inside of each other");
    refused("struct s { void x; };", "test: 'void x' has no size");
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> plan("s", text, "int y"))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(message);
  }
}
