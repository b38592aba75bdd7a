package dev.elfwright.elf.note;

/**
 * NT_FDO_PACKAGING_METADATA in {@code .note.package}: the package that a file belongs to (UAPI
 * Group, "Package Metadata for Executable Files").
 *
 * @param json an object with the keys {@code type}, {@code name}, {@code version} and others; as it
 *     stands in the file, not checked
 */
public record PackageMetadata(String json) implements NoteValue {}
