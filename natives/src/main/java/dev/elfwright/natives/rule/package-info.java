/**
 * What can be demanded of the native libraries in a jar. Each rule is a value and names its reason.
 */
@NullMarked
package dev.elfwright.natives.rule;

import org.jspecify.annotations.NullMarked;
