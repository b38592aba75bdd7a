package dev.elfwright.fat.erofs;

/** A file's kind as the mode of an inode (stat(2)) and as an entry of a folder (FT_*) tell it. */
enum FileType {
  FILE(0100000, 1),
  DIRECTORY(0040000, 2),
  CHARACTER_DEVICE(0020000, 3),
  BLOCK_DEVICE(0060000, 4),
  PIPE(0010000, 5),
  SOCKET(0140000, 6),
  SYMLINK(0120000, 7);

  private final int mode;
  private final int directoryType;

  FileType(int mode, int directoryType) {
    this.mode = mode;
    this.directoryType = directoryType;
  }

  static FileType of(Node node) {
    return switch (node) {
      case Node.Directory _ -> DIRECTORY;
      case Node.MappedFile _, Node.StoredFile _ -> FILE;
      case Node.Symlink _ -> SYMLINK;
      case Node.Special special ->
          switch (special.kind()) {
            case CHARACTER_DEVICE -> CHARACTER_DEVICE;
            case BLOCK_DEVICE -> BLOCK_DEVICE;
            case PIPE -> PIPE;
            case SOCKET -> SOCKET;
          };
    };
  }

  int mode() {
    return mode;
  }

  int directoryType() {
    return directoryType;
  }
}
