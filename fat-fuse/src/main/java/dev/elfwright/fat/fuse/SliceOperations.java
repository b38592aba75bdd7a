package dev.elfwright.fat.fuse;

import dev.elfwright.fat.linux.FileStatus;
import dev.elfwright.fat.linux.SystemCallException;
import dev.elfwright.fat.view.LiveFile;
import dev.elfwright.fat.view.LiveTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.cryptomator.jfuse.api.DirFiller;
import org.cryptomator.jfuse.api.Errno;
import org.cryptomator.jfuse.api.FileInfo;
import org.cryptomator.jfuse.api.FuseConfig;
import org.cryptomator.jfuse.api.FuseConnInfo;
import org.cryptomator.jfuse.api.FuseOperations;
import org.cryptomator.jfuse.api.Stat;

/** What the kernel asks of a file system that can be read, answered from a tree of fat files. */
final class SliceOperations implements FuseOperations {
  private final LiveTree tree;
  private final Errno errno;
  private final Map<Long, LiveFile> open = new ConcurrentHashMap<>();
  private final AtomicLong handles = new AtomicLong();

  SliceOperations(LiveTree tree, Errno errno) {
    this.tree = tree;
    this.errno = errno;
  }

  @Override
  public Errno errno() {
    return errno;
  }

  @Override
  public Set<Operation> supportedOperations() {
    return EnumSet.of(
        Operation.INIT,
        Operation.GET_ATTR,
        Operation.READLINK,
        Operation.OPEN,
        Operation.READ,
        Operation.RELEASE,
        Operation.OPEN_DIR,
        Operation.READ_DIR,
        Operation.RELEASE_DIR,
        Operation.LIST_XATTR,
        Operation.GET_XATTR);
  }

  private interface Work {
    int run() throws IOException;
  }

  private int answer(Work work) {
    try {
      return work.run();
    } catch (NoSuchFileException e) {
      return -errno.enoent();
    } catch (AccessDeniedException e) {
      return -errno.eacces();
    } catch (NotDirectoryException e) {
      return -errno.enotdir();
    } catch (SystemCallException e) {
      return -e.errno();
    } catch (IOException | RuntimeException e) {
      return -errno.eio();
    }
  }

  @Override
  public void init(FuseConnInfo connection, FuseConfig config) {
    // Nothing to be set: mount options say it all.
  }

  @Override
  public int getattr(String path, Stat stat, FileInfo file) {
    return answer(() -> {
      FileStatus status = tree.status(path);
      stat.setMode(status.mode());
      stat.setNLink((short) Math.min(status.links(), Short.MAX_VALUE));
      stat.setUid(status.owner());
      stat.setGid(status.group());
      stat.setSize(status.size());
      stat.mTime().set(status.modified());
      stat.cTime().set(status.changed());
      stat.aTime().set(status.modified());
      return 0;
    });
  }

  @Override
  public int readlink(String path, ByteBuffer target, long size) {
    return answer(() -> {
      byte[] text = tree.linkTarget(path).getBytes(StandardCharsets.UTF_8);
      int length = Math.min(text.length, target.remaining() - 1);
      target.put(text, 0, length).put((byte) 0);
      return 0;
    });
  }

  @Override
  public int open(String path, FileInfo file) {
    return answer(() -> {
      LiveFile opened = tree.open(path);
      long handle = handles.incrementAndGet();
      open.put(handle, opened);
      file.setFh(handle);
      return 0;
    });
  }

  @Override
  public int read(String path, ByteBuffer target, long size, long offset, FileInfo file) {
    return answer(() -> {
      LiveFile opened = open.get(file.getFh());
      if (opened == null) {
        return -errno.ebadf();
      }
      target.limit((int) Math.min(size, target.limit()));
      return opened.read(target, offset);
    });
  }

  @Override
  public int release(String path, FileInfo file) {
    return answer(() -> {
      LiveFile opened = open.remove(file.getFh());
      if (opened != null) {
        opened.close();
      }
      return 0;
    });
  }

  @Override
  public int opendir(String path, FileInfo file) {
    return 0;
  }

  @Override
  public int readdir(String path, DirFiller filler, long offset, FileInfo file, int flags) {
    return answer(() -> {
      filler.fill(".");
      filler.fill("..");
      for (String name : tree.entries(path)) {
        filler.fill(name);
      }
      return 0;
    });
  }

  @Override
  public int releasedir(String path, FileInfo file) {
    return 0;
  }

  @Override
  public int listxattr(String path, ByteBuffer target) {
    return answer(() -> {
      var names = new StringBuilder();
      tree.attributes(path).forEach(name -> names.append(name).append('\0'));
      return put(names.toString().getBytes(StandardCharsets.UTF_8), target);
    });
  }

  @Override
  public int getxattr(String path, String name, ByteBuffer target) {
    return answer(() -> put(tree.attribute(path, name), target));
  }

  /** With no room at all, the question is how much is needed. */
  private int put(byte[] value, ByteBuffer target) {
    if (target.capacity() == 0) {
      return value.length;
    }
    if (value.length > target.remaining()) {
      return -errno.erange();
    }
    target.put(value);
    return value.length;
  }
}
