/**
 * Code in memory compared with code on disk. A kernel rewrites its own code while it starts and
 * runs; {@link dev.elfwright.livepatch.text.TextCheck} does the same to the code of the files, with
 * what the kernel's data in memory say, and then expects no difference.
 */
@NullMarked
package dev.elfwright.livepatch.text;

import org.jspecify.annotations.NullMarked;
