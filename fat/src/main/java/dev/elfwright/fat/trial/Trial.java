package dev.elfwright.fat.trial;

import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.Launcher;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.Target;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.fat.merge.MergePlan;
import dev.elfwright.fat.merge.MergeProgress;
import dev.elfwright.fat.merge.MergeRules;
import dev.elfwright.fat.merge.PlannedPath.Outcome;
import dev.elfwright.fat.merge.Tree;
import dev.elfwright.fat.merge.TreeWriter;
import dev.elfwright.fat.run.Binfmt;
import dev.elfwright.fat.run.Emulator;
import dev.elfwright.fat.view.Backing;
import dev.elfwright.fat.view.Extent;
import dev.elfwright.fat.view.FatView;
import dev.elfwright.fat.view.ViewOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes a root fat and compares what its commands do with what they did before. */
public final class Trial {
  private static final int SECONDS = 5;
  private static final Form FORM = new Form.FatElf(PageSizes.OF_ARCHITECTURES);

  private final Path work;
  private final MergeProgress progress;

  private Trial(Path work, MergeProgress progress) {
    this.work = work;
    this.progress = progress;
  }

  /**
   * Makes a share of a root's packages fat and runs all its commands with nothing that knows fat
   * files, with the launcher, and through a view.
   *
   * @param base the root whose commands are run
   * @param other a root of another architecture, from which the second slices come
   * @param share of the packages that have ELF files, 0 to 1
   * @param seed of the draw; the same seed gives the same draw
   * @param work an empty folder on a disk, which will hold the fat root
   * @throws IOException when a root cannot be read or the fat one cannot be written
   * @throws FatRefusedException when this process may not mount and make namespaces
   */
  public static TrialReport share(
      Tree base, Tree other, double share, long seed, Path work, MergeProgress progress)
      throws IOException {
    var trial = new Trial(work.toRealPath(), progress);
    Conversion conversion = Conversion.draw(base, other, share, seed);
    Path fat = trial.write(conversion.plan());
    Thin thin = trial.thin(base, List.of());
    Path launcher = trial.work.resolve("launcher");
    Launcher.ofThisMachine().write(launcher);
    List<TrialRow> rows = new ArrayList<>();
    rows.add(trial.row("no support", thin, fat, List.of()));
    rows.add(trial.row("launcher", thin, fat, List.of(Binfmt.registration(launcher))));
    rows.add(trial.view("view", base, thin, fat, List.of()));
    return report(conversion, thin.unsteady(), rows);
  }

  /**
   * What {@link #share} would make fat, without doing so.
   *
   * @throws IOException when a root cannot be read
   */
  public static TrialReport draw(Tree base, Tree other, double share, long seed)
      throws IOException {
    return report(Conversion.draw(base, other, share, seed), 0, List.of());
  }

  private static TrialReport report(Conversion conversion, int unsteady, List<TrialRow> rows) {
    return new TrialReport(
        conversion.packages(),
        conversion.drawn(),
        conversion.plan().outcomes().getOrDefault(Outcome.FAT, 0L),
        unsteady,
        rows);
  }

  /**
   * Merges roots and runs the commands of each through a view of the one tree, those of foreign
   * architectures by qemu-user.
   *
   * @throws IOException as {@link #share}
   * @throws FatRefusedException when the roots cannot be merged by the default rules, qemu-user is
   *     missing, or this process may not mount
   */
  public static TrialReport merged(List<Tree> trees, Path work, MergeProgress progress)
      throws IOException {
    var trial = new Trial(work.toRealPath(), progress);
    MergePlan plan = MergePlan.of(trees, MergeRules.defaults(), progress);
    Path fat = trial.write(plan);
    List<TrialRow> rows = new ArrayList<>();
    int unsteady = 0;
    for (Tree tree : trees) {
      List<String> registrations = emulator(tree);
      Thin thin = trial.thin(tree, registrations);
      unsteady += thin.unsteady();
      rows.add(trial.view("view for " + tree.name(), tree, thin, fat, registrations));
    }
    return new TrialReport(
        0, List.of(), plan.outcomes().getOrDefault(Outcome.FAT, 0L), unsteady, rows);
  }

  private static List<String> emulator(Tree tree) {
    Target target = TargetPattern.target(TargetPattern.parse(tree.name()));
    if (target.machine() == Launcher.ofThisMachine().number()) {
      return List.of();
    }
    Path qemu =
        Emulator.of(target)
            .orElseThrow(
                () -> new FatRefusedException("no qemu-user for " + tree.name() + " is installed"));
    return List.of(Binfmt.registration(target, qemu));
  }

  private Path write(MergePlan plan) throws IOException {
    Path fat = work.resolve("fat");
    TreeWriter.write(plan, fat, FORM, progress);
    return fat;
  }

  /** What commands do in the thin root; run twice, to find those that never say the same. */
  private record Thin(
      List<String> commands, List<Commands.Answer> first, List<Commands.Answer> second) {
    int unsteady() {
      int count = 0;
      for (int i = 0; i < first.size(); i++) {
        count += first.get(i).equals(second.get(i)) ? 0 : 1;
      }
      return count;
    }

    boolean isEqual(int i, Commands.Answer answer) {
      return first.get(i).equals(second.get(i))
          ? answer.equals(first.get(i))
          : answer.codes().equals(first.get(i).codes());
    }
  }

  private Thin thin(Tree tree, List<String> registrations) throws IOException {
    List<String> commands = Commands.of(tree.root());
    return new Thin(
        commands,
        run("thin root", tree.root(), commands, registrations),
        run("thin root again", tree.root(), commands, registrations));
  }

  private TrialRow view(String setting, Tree tree, Thin thin, Path fat, List<String> registrations)
      throws IOException {
    Path place = Files.createTempDirectory(work, "view-");
    TargetPattern target = TargetPattern.parse(tree.name());
    FatView.mount(
        new ViewOptions(fat, place, target, Extent.WHOLE_TREE, Backing.AUTO), progress::update);
    try {
      return row(setting, thin, place, registrations);
    } finally {
      FatView.unmount(place, true);
    }
  }

  private TrialRow row(String setting, Thin thin, Path root, List<String> registrations)
      throws IOException {
    List<Commands.Answer> answers = run(setting, root, thin.commands(), registrations);
    List<String> different = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (!thin.isEqual(i, answers.get(i))) {
        different.add(thin.commands().get(i));
        reasons.add(Complaint.of(answers.get(i)));
      }
    }
    return new TrialRow(
        setting,
        answers.size() - different.size(),
        answers.size(),
        Complaint.counted(reasons),
        different);
  }

  private List<Commands.Answer> run(
      String what, Path root, List<String> commands, List<String> registrations)
      throws IOException {
    return new Commands(work, SECONDS)
        .run(root, commands, registrations, done -> progress.update(what, done, commands.size()));
  }
}
