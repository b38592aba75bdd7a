package dev.elfwright.elf.note;

/**
 * The build ID of the Go linker, type 4 of owner {@code Go} (Go, cmd/internal/buildid).
 *
 * @param text the hashes of action and content, separated by slashes
 */
public record GoBuildId(String text) implements NoteValue {}
