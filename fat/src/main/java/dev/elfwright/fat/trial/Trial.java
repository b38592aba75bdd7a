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

  /** Emulated programs on a busy machine take this long; those that wait for input do for ever. */
  private static final int SECONDS_ONCE_MORE = 90;

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
    Thin thin = trial.thin(base, Commands.of(base.root()), new Setting(List.of(), SECONDS));
    Path launcher = trial.work.resolve("launcher");
    Launcher.ofThisMachine().write(launcher);
    List<TrialRow> rows = new ArrayList<>();
    rows.add(trial.row("no support", thin, fat, List.of()));
    rows.add(trial.row("launcher", thin, fat, List.of(Binfmt.registration(launcher))));
    rows.add(trial.view("view", thin, fat));
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
      var setting = new Setting(emulator(tree), SECONDS);
      Thin thin = trial.thin(tree, Commands.of(tree.root()), setting);
      unsteady += thin.unsteady();
      rows.add(trial.view("view for " + tree.name(), thin, fat));
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
      Tree tree,
      Setting setting,
      List<String> commands,
      List<Commands.Answer> first,
      List<Commands.Answer> second) {
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

    boolean wasStopped(int i) {
      return first.get(i).wasStopped() || second.get(i).wasStopped();
    }
  }

  /** How commands are run: what binfmt_misc is told, and how long each may take. */
  private record Setting(List<String> registrations, int seconds) {}

  /** A command that did not do what it does in the thin root. */
  private record Different(String command, Commands.Answer answer, boolean wasStopped) {}

  private Thin thin(Tree tree, List<String> commands, Setting setting) throws IOException {
    return new Thin(
        tree,
        setting,
        commands,
        run("thin root", tree.root(), commands, setting),
        run("thin root again", tree.root(), commands, setting));
  }

  private TrialRow view(String name, Thin thin, Path fat) throws IOException {
    Path place = Files.createTempDirectory(work, "view-");
    TargetPattern target = TargetPattern.parse(thin.tree().name());
    FatView.mount(
        new ViewOptions(fat, place, target, Extent.WHOLE_TREE, Backing.AUTO), progress::update);
    try {
      List<String> registrations = thin.setting().registrations();
      List<Different> found = new ArrayList<>(different(name, thin, place, registrations));
      List<String> stopped =
          found.stream().filter(Different::wasStopped).map(Different::command).toList();
      if (!stopped.isEmpty()) {
        found.removeIf(Different::wasStopped);
        Thin again = thin(thin.tree(), stopped, new Setting(registrations, SECONDS_ONCE_MORE));
        found.addAll(different(name, again, place, registrations));
      }
      return row(name, thin, found);
    } finally {
      FatView.unmount(place, true);
    }
  }

  private TrialRow row(String name, Thin thin, Path root, List<String> registrations)
      throws IOException {
    return row(name, thin, different(name, thin, root, registrations));
  }

  private static TrialRow row(String name, Thin thin, List<Different> found) {
    return new TrialRow(
        name,
        thin.commands().size() - found.size(),
        thin.commands().size(),
        Complaint.counted(found.stream().map(d -> Complaint.of(d.answer())).toList()),
        found.stream().map(Different::command).sorted().toList());
  }

  private List<Different> different(String name, Thin thin, Path root, List<String> registrations)
      throws IOException {
    var setting = new Setting(registrations, thin.setting().seconds());
    List<Commands.Answer> answers = run(name, root, thin.commands(), setting);
    List<Different> found = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Commands.Answer answer = answers.get(i);
      if (!thin.isEqual(i, answer)) {
        boolean wasStopped = thin.wasStopped(i) || answer.wasStopped();
        found.add(new Different(thin.commands().get(i), answer, wasStopped));
      }
    }
    return found;
  }

  private List<Commands.Answer> run(String what, Path root, List<String> commands, Setting setting)
      throws IOException {
    return new Commands(work, setting.seconds())
        .run(
            root,
            commands,
            setting.registrations(),
            done -> progress.update(what, done, commands.size()));
  }
}
