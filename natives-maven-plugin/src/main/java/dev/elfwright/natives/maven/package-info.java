/** The Maven plugin: what {@code dev.elfwright.natives} does, configured in a pom. */
@NullMarked
package dev.elfwright.natives.maven;

import org.jspecify.annotations.NullMarked;
