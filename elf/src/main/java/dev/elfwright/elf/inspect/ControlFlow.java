package dev.elfwright.elf.inspect;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.constant.GnuProperty;
import dev.elfwright.elf.note.Properties;
import dev.elfwright.elf.note.Property;
import java.util.ArrayList;
import java.util.List;

/** The control-flow protections that all code of a file supports, such as IBT and BTI. */
final class ControlFlow {
  private ControlFlow() {}

  static List<String> of(ElfModel file) {
    List<String> found = new ArrayList<>();
    for (Note note : file.notes()) {
      if (note.value(file) instanceof Properties properties) {
        properties.list().stream()
            .filter(p -> p instanceof Property.Bits b && isFeature(b.type()))
            .forEach(p -> found.addAll(((Property.Bits) p).names()));
      }
    }
    return found.stream().distinct().toList();
  }

  private static boolean isFeature(int type) {
    return type == GnuProperty.X86_FEATURE_1_AND || type == GnuProperty.AARCH64_FEATURE_1_AND;
  }
}
