package dev.elfwright.livepatch.build;

import java.nio.file.Path;

/**
 * A source file in its two states, compiled.
 *
 * @param unit how
 * @param isIncluder whether the patch leaves the file alone, and changes a header of it
 * @param original as it was, to be compared with the kernel
 * @param apart the same, with its functions in sections of their own
 * @param patched as it is after the patch, in such sections too
 * @param exports what it exports then
 */
record CompiledUnit(
    Kbuild.Unit unit,
    boolean isIncluder,
    Path original,
    Path apart,
    Path patched,
    ExportedTypes exports) {}
