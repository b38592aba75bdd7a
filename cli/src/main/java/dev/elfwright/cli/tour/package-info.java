/**
 * The tour: what Elfwright can do, shown on the machine it runs on. Each capability adds one {@link
 * TourStop}; {@link Tour} walks through them and makes one page of what they found.
 */
@NullMarked
package dev.elfwright.cli.tour;

import org.jspecify.annotations.NullMarked;
