package dev.elfwright.fat.audit;

import dev.elfwright.packages.PackageFile.Kind;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells of one path what becomes of it. */
final class Classifier {
  private final List<ArchitectureNames> names;

  Classifier(List<ArchitectureNames> names) {
    this.names = names;
  }

  /**
   * The class of a path.
   *
   * @param files what is there for each architecture, null for nothing
   */
  PathClass classify(List<@Nullable FileFacts> files) {
    List<FileFacts> present = files.stream().filter(Objects::nonNull).toList();
    if (present.stream().anyMatch(f -> f.elf().filter(ElfFacts::isLoaderOrLibc).isPresent())) {
      return PathClass.LOADER;
    }
    if (present.size() < files.size()) {
      return PathClass.PARTIAL;
    }
    boolean onePath = same(present.stream().map(f -> f.file().path()));
    if (!same(present.stream().map(f -> f.file().kind()))) {
      return onePath ? PathClass.ATTRIBUTES : PathClass.DATA_BESIDE;
    }
    return switch (present.getFirst().file().kind()) {
      case REGULAR -> regular(present, onePath);
      case SYMBOLIC_LINK, HARD_LINK -> link(present, onePath);
      case FOLDER, CHARACTER_DEVICE, BLOCK_DEVICE, PIPE -> alike(present, onePath);
    };
  }

  private static PathClass regular(List<FileFacts> files, boolean onePath) {
    if (same(files.stream().map(FileFacts::digest))) {
      return alike(files, onePath);
    }
    if (areOfDifferentTargets(files)) {
      return onePath ? PathClass.FAT : PathClass.BESIDE;
    }
    if (!onePath) {
      return PathClass.DATA_BESIDE;
    }
    return Formats.isGenerated(files.getFirst().file().path())
        ? PathClass.GENERATED
        : PathClass.DATA;
  }

  /** ELF files for the same target, such as programs for BPF, are data here. */
  private static boolean areOfDifferentTargets(List<FileFacts> files) {
    return files.stream().allMatch(f -> f.elf().isPresent())
        && files.stream().map(f -> f.elf().map(ElfFacts::target)).distinct().count()
            == files.size();
  }

  private static PathClass alike(List<FileFacts> files, boolean onePath) {
    if (!onePath) {
      return PathClass.IDENTICAL_BESIDE;
    }
    Function<FileFacts, Object> attributes =
        f -> List.of(f.file().mode(), f.file().uid(), f.file().gid());
    return same(files.stream().map(attributes)) ? PathClass.IDENTICAL : PathClass.ATTRIBUTES;
  }

  private PathClass link(List<FileFacts> files, boolean onePath) {
    if (same(files.stream().map(f -> f.file().linkTarget()))) {
      return onePath ? PathClass.IDENTICAL : PathClass.IDENTICAL_BESIDE;
    }
    if (onePath && files.getFirst().file().kind() == Kind.SYMBOLIC_LINK) {
      return PathClass.LINK;
    }
    return leadToTheSame(files) ? PathClass.IDENTICAL_BESIDE : PathClass.DATA_BESIDE;
  }

  /** Whether links lead to the same place but for the architecture's name. */
  boolean leadToTheSame(List<FileFacts> files) {
    return same(
        Stream.iterate(0, i -> i < files.size(), i -> i + 1)
            .map(i -> names.get(i).neutral(files.get(i).file().linkTarget())));
  }

  private static boolean same(Stream<?> values) {
    return values.distinct().count() == 1;
  }
}
