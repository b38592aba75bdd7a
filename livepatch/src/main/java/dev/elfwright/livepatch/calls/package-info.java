/**
 * What callers rely on beyond the calling convention. A compiler that sees a function's body may
 * let callers keep values in registers that the function happens to leave alone (GCC's IPA-RA); a
 * replacement need not leave them alone. {@link dev.elfwright.livepatch.calls.CallCheck} looks at
 * the code behind each call.
 */
@NullMarked
package dev.elfwright.livepatch.calls;

import org.jspecify.annotations.NullMarked;
