/** Debian packages, tar archives and folders as streams of files. */
module dev.elfwright.packages {
  requires static org.jspecify;
}
