package dev.elfwright.livepatch.build;

import java.nio.file.Path;

/**
 * A source file in its three states, compiled.
 *
 * @param unit how
 * @param isIncluder whether the patch leaves the file alone, and changes a header of it
 * @param original as it was, to be compared with the kernel
 * @param shifted as it was, with the line numbers that it has after the patch
 * @param patched as it is after the patch
 */
record CompiledUnit(
    Kbuild.Unit unit, boolean isIncluder, Path original, Path shifted, Path patched) {}
