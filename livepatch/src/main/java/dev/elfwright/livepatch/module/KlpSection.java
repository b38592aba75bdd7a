package dev.elfwright.livepatch.module;

import java.util.Optional;

/**
 * Relocations that the kernel applies when an object is there: {@code .klp.rela.OBJECT.SECTION}
 * (Documentation/livepatch/module-elf-format.rst, section 3). Those for vmlinux are applied while
 * the livepatch is loaded, before its special sections are looked at; others when the module is
 * loaded.
 *
 * @param object {@code vmlinux} or a module
 * @param section the section that is changed; {@link #parse} gives it with a dot in any case
 */
public record KlpSection(String object, String section) {
  /** {@code sh_flags}: SHF_RELA_LIVEPATCH, for the loader to leave the section alone. */
  public static final long FLAG = 0x0010_0000;

  private static final String PREFIX = ".klp.rela.";

  /** What the name of a section says, if it is of that form. */
  public static Optional<KlpSection> parse(String name) {
    int dot = name.indexOf('.', Math.min(PREFIX.length(), name.length()));
    return name.startsWith(PREFIX) && dot > PREFIX.length()
        ? Optional.of(new KlpSection(name.substring(PREFIX.length(), dot), name.substring(dot)))
        : Optional.empty();
  }

  /** The name of the section; the kernel takes all up to the next dot for the object's name. */
  public String sectionName() {
    return PREFIX + object + (section.startsWith(".") ? "" : ".") + section;
  }
}
