package dev.elfwright.fat.view;

import java.util.List;

/**
 * What a refresh found and did.
 *
 * @param view what is mounted now
 * @param edited fat files that were changed in place: until now the view may have shown a mixture
 * @param replaced fat files in whose place another file stands, as after an upgrade
 * @param removed fat files that are gone
 * @param added fat files that are new
 */
public record RefreshedView(
    MountedView view,
    List<String> edited,
    List<String> replaced,
    List<String> removed,
    List<String> added) {}
