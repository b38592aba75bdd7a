package dev.elfwright.cli.fat;

import dev.elfwright.fat.Container;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@code fat info} shows a file.
 *
 * @param file its name
 * @param form thin, fatelf, native or script
 * @param size in bytes
 * @param slices what it holds
 */
record FatFileEntry(String file, String form, long size, List<SliceEntry> slices) {
  /**
   * A slice.
   *
   * @param record its place, by which it can be named
   * @param target its name, by which it can be named
   * @param fields its name in FatELF's notation, by which it can be named
   * @param machine e_machine
   * @param kind elf or archive
   * @param offset in bytes
   * @param size in bytes
   * @param alignment the largest power of two that divides the offset, up to 65536
   */
  record SliceEntry(
      String record,
      String target,
      String fields,
      int machine,
      Slice.Kind kind,
      long offset,
      long size,
      long alignment) {}

  static FatFileEntry of(FatFile file) {
    List<SliceEntry> slices = new ArrayList<>();
    for (Slice s : file.slices()) {
      slices.add(
          new SliceEntry(
              "record" + slices.size(),
              file.nameOf(s),
              s.target().fields(),
              s.target().machine(),
              s.kind(),
              s.offset(),
              s.size(),
              Long.lowestOneBit(s.offset() | 0x10000)));
    }
    String form =
        switch (file.container()) {
          case Container.Thin _ -> "thin";
          case Container.FatElf _ -> "fatelf";
          case Container.NativeFirst _ -> "native";
          case Container.SelfRunning _ -> "script";
        };
    return new FatFileEntry(file.file().toString(), form, file.size(), slices);
  }
}
