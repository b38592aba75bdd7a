/** ELFCOMPRESS_ZSTD as a {@link dev.elfwright.elf.SectionCodec}. */
@NullMarked
package dev.elfwright.zstd;

import org.jspecify.annotations.NullMarked;
