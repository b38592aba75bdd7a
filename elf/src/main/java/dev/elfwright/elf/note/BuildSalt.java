package dev.elfwright.elf.note;

/**
 * LINUX_ELFNOTE_BUILD_SALT of owner {@code Linux}: a text that makes the build IDs of kernels with
 * the same code differ (kernel include/linux/build-salt.h).
 *
 * @param text CONFIG_BUILD_SALT
 */
public record BuildSalt(String text) implements NoteValue {}
