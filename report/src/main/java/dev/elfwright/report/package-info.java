/**
 * HTML pages and charts in one style: a {@link Page} is a list of {@link Block}s, and {@link
 * Page#toHtml} is one file that needs nothing else, no host, no script, no font. It reads on a
 * phone, on paper and in the dark.
 *
 * <p>Nothing here knows what is shown; callers bring titles, numbers and finished texts.
 */
@NullMarked
package dev.elfwright.report;

import org.jspecify.annotations.NullMarked;
