/**
 * Images of EROFS, Linux's read-only file system, that hold metadata only: the bytes of their files
 * lie on other devices, which is what makes a view of fat files cost nothing.
 *
 * <p>{@link dev.elfwright.fat.erofs.Node} is the model, {@link dev.elfwright.fat.erofs.ErofsImage}
 * writes it. The format is that of {@code fs/erofs/erofs_fs.h} of Linux 5.16, the first with chunks
 * on devices; later kernels read it unchanged. All numbers are little endian.
 */
@NullMarked
package dev.elfwright.fat.erofs;

import org.jspecify.annotations.NullMarked;
