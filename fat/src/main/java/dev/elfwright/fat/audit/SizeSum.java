package dev.elfwright.fat.audit;

import dev.elfwright.fat.Target;
import dev.elfwright.packages.PackageFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Adds up {@link Sizes}. */
final class SizeSum {
  /** FatELF, version 1: a header of 8 bytes and records of 24 before the slices. */
  private static final int HEADER = 8;

  private static final int RECORD = 24;

  private record Way(String name, ToLongFunction<Target> alignment) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("4 KiB", t -> 0x1000),
          new Way("16 KiB", t -> 0x4000),
          new Way("64 KiB", t -> 0x10000),
          new Way("their machines' pages", Target::pageSize));

  private final long[] fat = new long[WAYS.size()];
  private final Set<String> contents = new HashSet<>();
  private long apart;
  private long identical;
  private long besides;
  private long conflicts;
  private long thin;
  private long repeated;

  void add(PathClass pathClass, List<@Nullable FileFacts> files) {
    List<FileFacts> present =
        files.stream()
            .filter(Objects::nonNull)
            .filter(f -> f.file().kind() == PackageFile.Kind.REGULAR)
            .toList();
    if (present.isEmpty()) {
      return;
    }
    long all = present.stream().mapToLong(f -> f.file().size()).sum();
    long first = present.getFirst().file().size();
    apart += all;
    switch (pathClass) {
      case IDENTICAL -> identical += first;
      case IDENTICAL_BESIDE, BESIDE, LOADER, DATA_BESIDE, PARTIAL -> besides += all;
      case DATA, GENERATED, LINK, ATTRIBUTES -> conflicts += first;
      case FAT -> {
        thin += all;
        for (int i = 0; i < fat.length; i++) {
          fat[i] += fatSize(present, WAYS.get(i).alignment());
        }
      }
    }
    switch (pathClass) {
      case IDENTICAL, DATA, GENERATED, LINK, ATTRIBUTES -> content(present.getFirst());
      case IDENTICAL_BESIDE, BESIDE, LOADER, DATA_BESIDE, PARTIAL -> present.forEach(this::content);
      case FAT -> {}
    }
  }

  private void content(FileFacts file) {
    if (!contents.add(file.digest())) {
      repeated += file.file().size();
    }
  }

  private static long fatSize(List<FileFacts> files, ToLongFunction<Target> alignment) {
    long end = HEADER + (long) RECORD * files.size();
    for (FileFacts file : files) {
      long align = file.elf().map(ElfFacts::target).map(alignment::applyAsLong).orElse(1L);
      end = (end + align - 1) / align * align + file.file().size();
    }
    return end;
  }

  Sizes sum() {
    List<Sizes.Aligned> aligned = new ArrayList<>();
    for (int i = 0; i < fat.length; i++) {
      aligned.add(new Sizes.Aligned(WAYS.get(i).name(), fat[i]));
    }
    return new Sizes(apart, identical, besides, conflicts, thin, aligned, repeated);
  }
}
