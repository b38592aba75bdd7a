package dev.elfwright.cli.fat;

import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.SliceSource;
import dev.elfwright.fat.Slices;
import dev.elfwright.fat.Target;
import dev.elfwright.fat.TargetPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An argument {@code [TARGET=]FILE}: the slices of a file, which may be thin. With a target it is
 * the one slice for that target; only the target can say that a thin file is a variant.
 */
record NamedSlice(FatFile file, List<SliceSource> slices) {
  static NamedSlice parse(String argument) throws IOException {
    int sign = argument.indexOf('=');
    // A file's name may have such a sign in it too.
    if (sign < 0 || Files.exists(Path.of(argument))) {
      FatFile file = FatFile.open(Path.of(argument));
      return new NamedSlice(file, Slices.of(file).list());
    }
    FatFile file = FatFile.open(Path.of(argument.substring(sign + 1)));
    return of(TargetPattern.parse(argument.substring(0, sign)), file);
  }

  /** The slice of a file that is meant by a pattern, or that of a thin file under that name. */
  static NamedSlice of(TargetPattern pattern, FatFile file) {
    List<SliceSource> all = Slices.of(file).list();
    if (all.size() == 1 && pattern instanceof TargetPattern.Fields f && f.variant() != null) {
      Target plain = all.getFirst().target().withVariant(f.variant());
      if (f.fits(plain)) {
        return new NamedSlice(file, List.of(all.getFirst().as(plain)));
      }
    }
    if (file.matching(pattern).isEmpty() && !file.isFat()) {
      throw new FatRefusedException(
          "%s is for %s, not for %s".formatted(file.file(), all.getFirst().target(), pattern));
    }
    return new NamedSlice(file, List.of(SliceSource.of(file, file.slice(pattern))));
  }
}
