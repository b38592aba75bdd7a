package dev.elfwright.link.fuse;

import java.nio.file.Path;
import java.util.List;

/**
 * What was fused.
 *
 * @param fused the files that became one, the program first
 * @param kept the files that stay separate
 * @param size bytes of the output
 * @param base the link-time address of its first byte
 * @param slides pointers that are slid at each start
 * @param imports symbols taken from kept files
 * @param constructors functions that run before the program
 * @param warnings what may behave differently, a line each
 */
public record FuseResult(
    List<Path> fused,
    List<Path> kept,
    long size,
    long base,
    int slides,
    int imports,
    int constructors,
    List<String> warnings) {}
