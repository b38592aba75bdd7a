/**
 * Modules that patch a running kernel (Documentation/livepatch/module-elf-format.rst): what is in
 * them, how they are made, and what the kernel's loader will do with them.
 *
 * <p>{@link dev.elfwright.livepatch.module.Conversion} turns references that no loader could
 * resolve into those that the kernel's livepatch code resolves, object by object.
 */
@NullMarked
package dev.elfwright.livepatch.module;

import org.jspecify.annotations.NullMarked;
