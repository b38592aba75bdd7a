package dev.elfwright.elf;

import dev.elfwright.elf.constant.DynamicTag;

/**
 * One entry of the dynamic section (gABI, "Dynamic Section").
 *
 * @param tag d_tag, see {@link DynamicTag}
 * @param value d_val or d_ptr
 */
public record DynamicEntry(long tag, long value) {}
