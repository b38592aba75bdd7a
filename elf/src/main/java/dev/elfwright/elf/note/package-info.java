/**
 * What notes say, as values made for exhaustive {@code switch}: properties, versions, probes,
 * packages. {@link dev.elfwright.elf.Note#value} leads here. Those of core files stand together in
 * {@link dev.elfwright.elf.core.CoreFile}.
 */
@NullMarked
package dev.elfwright.elf.note;

import org.jspecify.annotations.NullMarked;
