/** How Java finds the C functions of native methods. */
@NullMarked
package dev.elfwright.natives.jni;

import org.jspecify.annotations.NullMarked;
