/** Questions of many threads at once to one census. */
@NullMarked
package dev.elfwright.serve.ask;

import org.jspecify.annotations.NullMarked;
