package dev.elfwright.fat.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
  private static final Form FORM = new Form.FatElf(PageSizes.OF_ARCHITECTURES);

  @TempDir Path folder;
  private Path arm;
  private Path riscv;
  private Path out;

  @BeforeEach
  void twoTrees() throws IOException {
    arm = tree("arm", "/usr/aarch64-linux-gnu/lib/libm.so.6");
    riscv = tree("riscv", "/usr/riscv64-linux-gnu/lib/libm.so.6");
    out = folder.resolve("out");
  }

  private Path tree(String name, String library) throws IOException {
    Path root = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(root.resolve("etc"));
    Files.copy(Path.of(library), root.resolve("libm.so"));
    Files.writeString(root.resolve("same"), "same");
    return root;
  }

  private MergePlan merge(MergeRules rules) throws IOException {
    List<Tree> trees = List.of(Tree.parse("" + arm), Tree.parse("" + riscv));
    MergePlan plan = MergePlan.of(trees, rules, (_, _, _) -> {});
    TreeWriter.write(plan, out, FORM, (_, _, _) -> {});
    return plan;
  }

  private MergeRules rules(String text) throws IOException {
    return MergeRules.read(Files.writeString(folder.resolve("rules"), text));
  }

  private void both(String path, String a, String b) throws IOException {
    Files.writeString(arm.resolve(path), a);
    Files.writeString(riscv.resolve(path), b);
  }

  @Test
  void elfFilesOfOnePathBecomeFatAndEqualFilesAreThereOnce() throws IOException {
    MergePlan plan = merge(MergeRules.defaults());
    assertThat(plan.trees()).extracting(Tree::name).containsExactly("arm64", "riscv64");
    assertThat(FatFile.open(out.resolve("libm.so")).slices())
        .extracting(s -> s.target().name())
        .containsExactly("arm64", "riscv64");
    assertThat(out.resolve("same")).hasContent("same");
    assertThat(plan.categories()).containsOnlyKeys(Category.E1);
  }

  @Test
  void everyKindOfContradictionIsTold() throws IOException {
    both("data", "a", "b");
    both("x.cache", "a", "b");
    both("etc/conf", "a", "b");
    both("mode", "a", "a");
    Tool.run(List.of("chmod", "4755", "" + arm.resolve("mode")));
    Files.copy(arm.resolve("libm.so"), arm.resolve("ld-linux.so"));
    Files.copy(riscv.resolve("libm.so"), riscv.resolve("ld-linux.so"));
    Files.createSymbolicLink(arm.resolve("link"), Path.of("arm"));
    Files.createSymbolicLink(riscv.resolve("link"), Path.of("riscv"));
    Files.createDirectory(arm.resolve("kind"));
    Files.writeString(arm.resolve("kind/below"), "");
    Files.createSymbolicLink(riscv.resolve("kind"), Path.of("/etc"));
    MergePlan plan = merge(rules("K1 take riscv64\n/etc/** take riscv64\n/data both # comment\n"));
    assertThat(plan.categories()).containsOnlyKeys(Category.values());
    assertThat(out.resolve("data.arm64")).hasContent("a");
    assertThat(out.resolve("data.riscv64")).hasContent("b");
    assertThat(out.resolve("etc/conf")).hasContent("b");
    assertThat(out.resolve("kind")).isSymbolicLink();
    assertThat(Path.of("/etc/below")).doesNotExist();
    assertThat(Files.readSymbolicLink(out.resolve("link"))).isEqualTo(Path.of("arm"));
    assertThat(Files.getAttribute(out.resolve("mode"), "unix:mode")).isEqualTo(0104755);
  }

  @Test
  void linksPipesTimesAndAttributesAreKept() throws IOException {
    Files.createLink(arm.resolve("hard"), arm.resolve("same"));
    Files.createLink(riscv.resolve("hard"), riscv.resolve("same"));
    Files.createSymbolicLink(arm.resolve("loop"), Path.of("loop"));
    Tool.run(arm, List.of("mkfifo", "pipe"));
    Tool.run(arm, List.of("touch", "-d", "2001-02-03", "etc"));
    Tool.run(arm, List.of("touch", "-h", "-d", "2001-02-03", "loop"));
    Tool.run(arm, List.of("touch", "alone"));
    Tool.run(arm, List.of("setfattr", "-n", "user.a", "-v", "b", "alone"));
    merge(MergeRules.defaults());
    assertThat(Files.getAttribute(out.resolve("hard"), "unix:ino"))
        .isEqualTo(Files.getAttribute(out.resolve("same"), "unix:ino"));
    assertThat(Tool.run(out, List.of("stat", "-c", "%F %y", "loop", "pipe", "etc")))
        .contains("symbolic link 2001-02-03", "fifo", "directory 2001-02-03");
    assertThat(Tool.run(out, List.of("getfattr", "--only-values", "-n", "user.a", "alone")))
        .isEqualTo("b");
  }

  @Test
  void whatNoRuleDecidesIsRefusedAndNothingIsLeft() throws IOException {
    Files.createDirectory(arm.resolve("kind"));
    Files.writeString(riscv.resolve("kind"), "");
    assertThatThrownBy(() -> merge(MergeRules.defaults()))
        .isInstanceOf(FatRefusedException.class)
        .hasMessage("/kind: differs (K1) between arm64, riscv64; a rule has to decide");
    assertThat(out).doesNotExist();
  }

  @Test
  void aTargetThatIsNotEmptyOrLiesInASourceIsRefused() throws IOException {
    Files.createDirectory(out);
    Files.writeString(out.resolve("mine"), "");
    assertThatThrownBy(() -> merge(MergeRules.defaults())).hasMessage(out + ": is not empty");
    out = arm.resolve("out");
    assertThatThrownBy(() -> merge(MergeRules.defaults())).hasMessageContaining("lies in");
  }

  @Test
  void oneArchitectureTwiceIsRefused() {
    riscv = arm;
    assertThatThrownBy(() -> merge(MergeRules.defaults()))
        .hasMessageEndingWith("are both for arm64");
  }

  @Test
  void aFileThatChangesAfterItWasComparedStopsTheMerge() throws IOException {
    List<Tree> trees = List.of(Tree.parse("" + arm), Tree.parse("" + riscv));
    MergePlan plan = MergePlan.of(trees, MergeRules.defaults(), (_, _, _) -> {});
    Files.delete(arm.resolve("same"));
    assertThatThrownBy(() -> TreeWriter.write(plan, out, FORM, (_, _, _) -> {}))
        .isInstanceOf(IOException.class);
    assertThat(Files.list(folder).map(p -> p.getFileName().toString()))
        .containsExactlyInAnyOrder("arm", "riscv");
  }

  @Test
  void aFullDiskLeavesNothing() throws IOException {
    Path small = Files.createDirectory(folder.resolve("small"));
    Tool.run(List.of("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", "" + small));
    try {
      out = small.resolve("out");
      assertThatThrownBy(() -> merge(MergeRules.defaults())).isInstanceOf(IOException.class);
      assertThat(small).isEmptyDirectory();
    } finally {
      Tool.run(List.of("umount", "" + small));
    }
  }

  @Test
  void aLineThatIsNoRuleIsNamed() {
    assertThatThrownBy(() -> rules("\nD1 perhaps\n")).hasMessageContaining("rules:2: expected fat");
  }

  @Test
  void linksThatLeadToElfFilesForDifferentTargetsBecomeAFatFile() throws IOException {
    Files.move(arm.resolve("libm.so"), arm.resolve("libm-arm.so"));
    Files.createSymbolicLink(arm.resolve("ld.so"), Path.of("/libm-arm.so"));
    Files.createSymbolicLink(riscv.resolve("ld.so"), Path.of("libm.so"));
    Files.createSymbolicLink(arm.resolve("out"), Path.of("../riscv/libm.so"));
    Files.createSymbolicLink(riscv.resolve("out"), Path.of("libm.so"));
    Files.createSymbolicLink(arm.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(riscv.resolve("loop"), Path.of("libm.so"));
    MergePlan plan = merge(MergeRules.defaults());
    assertThat(plan.categories()).containsEntry(Category.L1, 3L);
    assertThat(FatFile.open(out.resolve("ld.so")).slices()).hasSize(2);
    assertThat(out.resolve("out")).isSymbolicLink();
    assertThat(out.resolve("loop")).isSymbolicLink();
  }

  @Test
  void foldersOfPackagesAreUnpackedAndLeaveNothing() throws IOException {
    for (Path tree : List.of(arm, riscv)) {
      Path control = Files.createDirectory(tree.resolve("DEBIAN")).resolve("control");
      Files.writeString(
          control,
          "Package: a\nVersion: 1\nArchitecture: %s\nMaintainer: b\nDescription: c\n"
              .formatted(tree == arm ? "arm64" : "riscv64"));
      Files.createSymbolicLink(tree.resolve("link"), Path.of("same"));
      Path set = Files.createDirectory(folder.resolve(tree.getFileName() + "-debs"));
      Tool.run(List.of("dpkg-deb", "-b", "" + tree, "" + set));
    }
    List<String> inputs = List.of(folder + "/arm-debs", folder + "/riscv-debs");
    try (var opened = MergeInputs.open(inputs, out)) {
      MergePlan plan = MergePlan.of(opened.trees(), MergeRules.defaults(), (_, _, _) -> {});
      TreeWriter.write(plan, out, FORM, (_, _, _) -> {});
    }
    assertThat(FatFile.open(out.resolve("libm.so")).slices()).hasSize(2);
    assertThat(out.resolve("link")).isSymbolicLink().hasContent("same");
    try (var left = Files.list(folder)) {
      assertThat(left.filter(f -> f.toString().contains(".elfwright-"))).isEmpty();
    }
  }

  @Test
  void aPackageThatWritesThroughItsOwnLinkIsRefused() throws IOException {
    Path set = Files.createDirectory(folder.resolve("evil"));
    Tool.run(
        set,
        List.of(
            "sh",
            "-c",
            """
            mkdir a b; ln -s /tmp a/x; mkdir b/x; touch b/x/elfwright-evil control
            printf 'Package: a\\nVersion: 1\\nArchitecture: arm64\\nMaintainer: b\\nDescription: c\\n' >control
            tar cf control.tar ./control
            tar cf data.tar -C a ./x
            tar rf data.tar -C b ./x/elfwright-evil
            echo 2.0 >debian-binary
            ar rc evil.deb debian-binary control.tar data.tar
            """));
    assertThatThrownBy(() -> MergeInputs.open(List.of("arm64=" + set), out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("below the link /x");
    assertThat(Path.of("/tmp/elfwright-evil")).doesNotExist();
  }
}
