/**
 * A census as web pages: {@link dev.elfwright.serve.CensusServer} shows what is in a census folder
 * to browsers, by default those of this machine only, and can change nothing.
 */
@NullMarked
package dev.elfwright.serve;

import org.jspecify.annotations.NullMarked;
