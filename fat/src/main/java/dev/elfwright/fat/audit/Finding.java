package dev.elfwright.fat.audit;

/**
 * Something an audit has seen.
 *
 * @param category what it means
 * @param path the path, or the package where it is about a whole one
 * @param packageName the package
 * @param evidence what exactly was seen
 */
public record Finding(Category category, String path, String packageName, String evidence) {}
