package dev.elfwright.natives.model;

import java.util.List;
import java.util.Optional;

/**
 * How a library is found and what it loads (gABI, "Dynamic Section").
 *
 * @param soname DT_SONAME
 * @param needed DT_NEEDED, in order
 * @param rpath the folders of DT_RPATH, in order; an empty name is one too
 * @param runpath the folders of DT_RUNPATH, in order; an empty name is one too
 * @param interpreter PT_INTERP: present in programs only
 */
public record Linkage(
    Optional<String> soname,
    List<String> needed,
    List<String> rpath,
    List<String> runpath,
    Optional<String> interpreter) {}
