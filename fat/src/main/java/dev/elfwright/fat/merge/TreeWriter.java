package dev.elfwright.fat.merge;

import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.FatWriter;
import dev.elfwright.fat.FileMetadata;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.Slices;
import dev.elfwright.fat.merge.PlannedPath.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Carries a plan out, in a new folder that gets its name at the end. */
public final class TreeWriter {
  /** A file to be written: a copy of its only source, or a fat one. */
  private record Job(Path target, List<Node> nodes, boolean fat) {
    Node like() {
      return nodes.getFirst();
    }

    /** Paths with the same one are hard links to each other. */
    List<String> identity() {
      return nodes.stream().map(Node::inode).toList();
    }
  }

  private final Path root;
  private final Form form;
  private final MergeProgress progress;
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();

  private TreeWriter(Path root, Form form, MergeProgress progress) {
    this.root = root;
    this.form = form;
    this.progress = progress;
  }

  /**
   * Writes the tree of a plan.
   *
   * @param target a path where nothing is, or an empty folder
   * @return what could not be kept for want of privilege, in words
   * @throws IOException when a source cannot be read, has changed since it was looked at, or the
   *     target cannot be written; nothing is then left of it
   * @throws FatRefusedException when the target is no empty folder, or lies in a source
   */
  public static List<String> write(MergePlan plan, Path target, Form form, MergeProgress progress)
      throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    check(plan, absolute);
    try (var scratch = new Scratch(absolute)) {
      var writer = new TreeWriter(scratch.folder(), form, progress);
      writer.write(plan);
      Files.move(scratch.folder(), absolute, StandardCopyOption.ATOMIC_MOVE);
      return List.copyOf(writer.lost);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void check(MergePlan plan, Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FatRefusedException(target + ": exists and is no folder");
      }
      try (Stream<Path> entries = Files.list(target)) {
        if (entries.findAny().isPresent()) {
          throw new FatRefusedException(target + ": is not empty");
        }
      }
    }
    Path parent = target.getParent();
    if (parent == null) {
      throw new FatRefusedException(target + ": cannot be written");
    }
    for (Tree tree : plan.trees()) {
      if (parent.toRealPath().startsWith(tree.root())) {
        throw new FatRefusedException("%s lies in %s".formatted(target, tree.root()));
      }
    }
  }

  private void write(MergePlan plan) throws IOException {
    List<Job> folders = new ArrayList<>();
    List<Job> files = new ArrayList<>();
    Map<List<String>, Path> first = new HashMap<>();
    List<Map.Entry<Path, Path>> links = new ArrayList<>();
    for (Job job : jobs(plan)) {
      switch (job.like().kind()) {
        case FOLDER -> {
          Files.createDirectories(job.target());
          folders.add(job);
        }
        case FILE -> {
          Path before = first.putIfAbsent(job.identity(), job.target());
          if (before == null) {
            files.add(job);
          } else {
            links.add(Map.entry(job.target(), before));
          }
        }
        case LINK -> {
          Files.createSymbolicLink(job.target(), Path.of(job.like().target()));
          finish(job);
        }
        case SPECIAL -> {
          DeviceNodes.make(job.target(), job.like().mode(), job.like().device());
          finish(job);
        }
      }
    }
    writeFiles(files);
    for (Map.Entry<Path, Path> link : links) {
      Files.createLink(link.getKey(), link.getValue());
    }
    for (Job folder : folders.reversed()) {
      finish(folder);
    }
  }

  private List<Job> jobs(MergePlan plan) throws IOException {
    List<Job> jobs = new ArrayList<>();
    for (PlannedPath p : plan.paths()) {
      List<Node> nodes = new ArrayList<>();
      for (Path source : p.sources()) {
        nodes.add(Node.of(source));
      }
      Path target = root.resolve(p.path());
      if (p.outcome() == Outcome.BOTH) {
        for (int i = 0; i < nodes.size(); i++) {
          Path named = target.resolveSibling(target.getFileName() + "." + p.from().get(i));
          jobs.add(new Job(named, List.of(nodes.get(i)), false));
        }
      } else if (!nodes.isEmpty()) {
        jobs.add(new Job(target, nodes, p.outcome() == Outcome.FAT));
      }
    }
    return jobs;
  }

  private void writeFiles(List<Job> files) {
    long total = files.stream().flatMap(j -> j.nodes().stream()).mapToLong(Node::size).sum();
    AtomicLong done = new AtomicLong();
    files.parallelStream()
        .forEach(job -> {
          try {
            write(job);
            long size = job.nodes().stream().mapToLong(Node::size).sum();
            progress.update("writing", done.addAndGet(size), total);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void write(Job job) throws IOException {
    if (!job.fat()) {
      Files.copy(job.like().file(), job.target(), LinkOption.NOFOLLOW_LINKS);
      finish(job);
    } else {
      List<FatFile> slices = new ArrayList<>();
      for (Node n : job.nodes()) {
        slices.add(FatFile.open(n.file()));
      }
      FatWriter.write(Slices.of(slices).plan(form), job.like().file(), job.target())
          .forEach(what -> lose(job, what));
    }
    for (Node n : job.nodes()) {
      if (!n.isUnchanged()) {
        throw new IOException(n.file() + ": changed while it was read");
      }
    }
  }

  private void finish(Job job) throws IOException {
    FileMetadata.of(job.like().file()).giveTo(job.target()).forEach(what -> lose(job, what));
  }

  private void lose(Job job, String what) {
    lost.add("/%s: %s".formatted(root.relativize(job.target()), what));
  }
}
