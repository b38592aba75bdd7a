package dev.elfwright.elf.edit;

/** A change to a file, as a value. Changes compose: they are laid out together, in one go. */
@FunctionalInterface
public interface ElfTransform {
  /** Makes the change. The editor is valid during this call only. */
  void apply(ElfEditor editor);

  /** This change, then another that sees what this one did. */
  default ElfTransform andThen(ElfTransform next) {
    return editor -> {
      apply(editor);
      next.apply(editor);
    };
  }
}
