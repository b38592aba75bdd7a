package dev.elfwright.fat.audit;

import dev.elfwright.packages.PackageFile;
import java.util.Optional;

/**
 * A file as an audit keeps it: without its content.
 *
 * @param file what the package says of it
 * @param packageName the package it is in
 * @param digest of its content, empty for all but regular files
 * @param neutralDigest the same without names of the architecture, for texts that hold one;
 *     otherwise equal to {@code digest}
 * @param format what the content is, in words
 * @param elf what it is as an ELF file
 * @param asksForItself whether {@code /proc/self/exe} is in it
 * @param elfMagicAt where in it the first bytes of an ELF file are, other than at 0; -1 for nowhere
 */
record FileFacts(
    PackageFile file,
    String packageName,
    String digest,
    String neutralDigest,
    String format,
    Optional<ElfFacts> elf,
    boolean asksForItself,
    long elfMagicAt) {

  String words() {
    return switch (file.kind()) {
      case REGULAR -> elf.map(ElfFacts::words).orElse(format) + " of " + file.size() + " bytes";
      case FOLDER -> "folder";
      case SYMBOLIC_LINK -> "link to " + file.linkTarget();
      case HARD_LINK -> "name of " + file.linkTarget();
      case CHARACTER_DEVICE, BLOCK_DEVICE -> "device";
      case PIPE -> "pipe";
    };
  }
}
