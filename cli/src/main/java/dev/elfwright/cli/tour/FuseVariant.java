package dev.elfwright.cli.tour;

import dev.elfwright.link.fuse.AddressMode;
import dev.elfwright.link.fuse.Fuse;
import dev.elfwright.link.fuse.FuseOptions;
import dev.elfwright.link.fuse.FuseRefusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One way to make a fused copy of a program.
 *
 * @param name what to call the copy
 * @param maker makes it
 */
record FuseVariant(String name, Maker maker) {
  /** Both address modes. */
  static final List<FuseVariant> ALL =
      List.of(
          new FuseVariant("fused", maker(AddressMode.PROCESS)),
          new FuseVariant("fused, epoch", maker(AddressMode.EPOCH)));

  /** Makes a fused copy. */
  @FunctionalInterface
  interface Maker {
    /** Writes {@code output} and answers what may behave differently, a line each. */
    List<String> make(Path program, Path output, TourStop.Progress progress)
        throws IOException, FuseRefusal;
  }

  private static Maker maker(AddressMode mode) {
    return (program, output, progress) ->
        Fuse.fuse(
                program,
                output,
                FuseOptions.defaults()
                    .withAddressMode(mode)
                    .withProgress((step, done, of) ->
                        progress.at(program.getFileName() + ": " + step, done, of)))
            .warnings();
  }
}
