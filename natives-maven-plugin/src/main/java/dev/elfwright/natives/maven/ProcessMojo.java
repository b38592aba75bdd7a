package dev.elfwright.natives.maven;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.edit.EditRefusedException;
import dev.elfwright.natives.model.EntryPattern;
import dev.elfwright.natives.process.LibraryChange;
import dev.elfwright.natives.process.LibraryProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Changes native libraries in the folder that becomes the project's jar: search path, names, and
 * what users do not need. The result depends on the libraries and the configuration alone.
 */
@Mojo(name = "process", defaultPhase = LifecyclePhase.PROCESS_CLASSES, threadSafe = true)
public final class ProcessMojo extends AbstractMojo {
  /** The folder whose libraries are changed. */
  @Parameter(
      property = "natives.folder",
      defaultValue = "${project.build.outputDirectory}",
      required = true)
  private @Nullable File folder;

  /** Patterns of the files to change, such as {@code linux/**}; by default all. */
  @Parameter private List<String> includes = List.of();

  /** Patterns of the files not to change. */
  @Parameter private List<String> excludes = List.of();

  /** Folders for DT_RUNPATH, such as {@code $ORIGIN}. By default it stays. */
  @Parameter(property = "natives.runpath")
  private @Nullable String runpath;

  /** Whether DT_RPATH and DT_RUNPATH are removed. */
  @Parameter(property = "natives.removeSearchPath", defaultValue = "false")
  private boolean removeSearchPath;

  /** What DT_SONAME becomes: KEPT or FILE_NAME. */
  @Parameter(property = "natives.setSoname", defaultValue = "KEPT")
  private LibraryChange.Soname setSoname = LibraryChange.Soname.KEPT;

  /** Libraries that are needed under other names, such as {@code libold.so=libnew.so}. */
  @Parameter private List<String> replaceNeeded = List.of();

  /** What is left out: NOTHING, DEBUG or ALL. */
  @Parameter(property = "natives.strip", defaultValue = "NOTHING")
  private LibraryChange.Stripping strip = LibraryChange.Stripping.NOTHING;

  /** Whether to do nothing. */
  @Parameter(property = "natives.skip", defaultValue = "false")
  private boolean skip;

  @Override
  public void execute() throws MojoExecutionException {
    if (skip) {
      getLog().info("not processed: natives.skip is set");
      return;
    }
    if (folder == null || !folder.isDirectory()) {
      throw new MojoExecutionException(folder + ": no folder");
    }
    try {
      List<Path> written =
          LibraryProcessor.process(
              folder.toPath(),
              new EntryPattern(includes, excludes),
              new LibraryChange(searchPath(), setSoname, replacedNeeds(), strip));
      written.forEach(file -> getLog().info("changed " + file));
    } catch (IOException | ElfFormatException | EditRefusedException e) {
      throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
    }
  }

  private LibraryChange.SearchPath searchPath() throws MojoExecutionException {
    if (runpath == null) {
      return removeSearchPath
          ? new LibraryChange.SearchPath.Removed()
          : new LibraryChange.SearchPath.Kept();
    }
    if (removeSearchPath) {
      throw new MojoExecutionException(
          "configuration: 'runpath' and 'removeSearchPath' exclude each other");
    }
    return new LibraryChange.SearchPath.Folders(runpath);
  }

  private Map<String, String> replacedNeeds() throws MojoExecutionException {
    Map<String, String> names = new HashMap<>();
    for (String pair : replaceNeeded) {
      int sign = pair.indexOf('=');
      if (sign <= 0 || sign == pair.length() - 1) {
        throw new MojoExecutionException(
            "configuration: '" + pair + "' is not of the form old=new");
      }
      names.put(pair.substring(0, sign), pair.substring(sign + 1));
    }
    return names;
  }
}
