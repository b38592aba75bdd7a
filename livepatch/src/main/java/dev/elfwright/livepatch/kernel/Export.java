package dev.elfwright.livepatch.kernel;

/**
 * A symbol that modules may use.
 *
 * @param name the symbol
 * @param crc what modules must have been built against (CONFIG_MODVERSIONS); a digest of its type
 * @param object {@code vmlinux} or the module that exports it
 * @param gplOnly whether only modules under the GPL may use it
 * @param namespace what a module must import before; empty for most
 */
public record Export(String name, int crc, String object, boolean gplOnly, String namespace) {}
