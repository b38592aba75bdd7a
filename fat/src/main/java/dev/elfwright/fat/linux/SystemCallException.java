package dev.elfwright.fat.linux;

import java.io.IOException;

/** A system call that failed. */
public final class SystemCallException extends IOException {
  /** Not permitted. */
  public static final int EPERM = 1;

  /** No such file. */
  public static final int ENOENT = 2;

  /** Too many symbolic links, or the last one is not to be followed. */
  public static final int ELOOP = 40;

  /** Access denied. */
  public static final int EACCES = 13;

  /** Busy. */
  public static final int EBUSY = 16;

  /** No such device, or no such file system. */
  public static final int ENODEV = 19;

  /** Not a folder. */
  public static final int ENOTDIR = 20;

  /** Invalid argument, or something the kernel does not know. */
  public static final int EINVAL = 22;

  /** The buffer is too small. */
  public static final int ERANGE = 34;

  /** Unknown system call. */
  public static final int ENOSYS = 38;

  /** No such extended attribute. */
  public static final int ENODATA = 61;

  /** Not supported by this file system. */
  public static final int EOPNOTSUPP = 95;

  private final transient int errno;

  /** A failure of a call with this error number. */
  public SystemCallException(String call, int errno, String reason) {
    super(call + ": " + reason);
    this.errno = errno;
  }

  /** The error number, one of errno(3). */
  public int errno() {
    return errno;
  }
}
