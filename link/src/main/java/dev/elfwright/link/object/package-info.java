/**
 * Links object files (ET_REL): into the running JVM, see {@link
 * dev.elfwright.link.object.LinkedObject}. All arithmetic of relocations is that of {@link
 * dev.elfwright.machine.relocation}; here is only where things lie and what symbols mean.
 */
@NullMarked
package dev.elfwright.link.object;

import org.jspecify.annotations.NullMarked;
