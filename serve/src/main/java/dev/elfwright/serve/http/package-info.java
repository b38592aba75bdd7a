/** What comes over the network, and what goes back. */
@NullMarked
package dev.elfwright.serve.http;

import org.jspecify.annotations.NullMarked;
