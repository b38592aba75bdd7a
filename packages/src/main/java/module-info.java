/** Debian packages, tar archives and folders as streams of files. */
module dev.elfwright.packages {
  requires static org.jspecify;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;
  requires com.github.luben.zstd_jni;

  exports dev.elfwright.packages;
}
