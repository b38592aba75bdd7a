/** Sections that are compressed with zstd: put it on the path, and {@code elf} reads them. */
module dev.elfwright.zstd {
  requires static org.jspecify;
  requires dev.elfwright.elf;
  requires com.github.luben.zstd_jni;

  provides dev.elfwright.elf.SectionCodec with
      dev.elfwright.zstd.ZstdCodec;
}
