package dev.elfwright.elf.core;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.constant.NoteType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process as its core file has it: threads, in the order of the notes, the first being that which
 * ended the process; its identity; its auxiliary vector; the files that were mapped.
 */
public final class CoreFile {
  private static final String OWNER = "CORE";

  private final List<CoreThread> threads = new ArrayList<>();
  private final List<AuxiliaryEntry> auxiliary = new ArrayList<>();
  private final List<FileMapping> mappings = new ArrayList<>();
  private Optional<ProcessInfo> process = Optional.empty();

  private CoreFile() {}

  /**
   * Reads the notes of a file, whatever its type.
   *
   * @throws dev.elfwright.elf.ElfFormatException when a note is too short for what it has to say
   */
  public static CoreFile of(ElfModel model) {
    CoreFile core = new CoreFile();
    for (Note note : model.notes()) {
      if (note.name().equals(OWNER)) {
        core.add(model, note);
      }
    }
    return core;
  }

  private void add(ElfModel model, Note note) {
    ElfBytes in = model.bytes();
    long at = note.description().address() - model.contents().address();
    long size = note.description().byteSize();
    int machine = model.header().machine();
    switch (note.type()) {
      case NoteType.PRSTATUS -> threads.add(CoreThread.read(in, at, size, machine));
      case NoteType.PRPSINFO -> process = Optional.of(ProcessInfo.read(in, at, size));
      case NoteType.AUXV -> AuxiliaryEntry.read(in, at, size, auxiliary);
      case NoteType.FILE -> FileMapping.read(in, at, size, mappings);
      case NoteType.SIGINFO -> {
        if (!threads.isEmpty()) {
          SignalInfo signal = SignalInfo.read(in, at, size, machine);
          threads.set(threads.size() - 1, threads.getLast().with(signal));
        }
      }
      default -> {}
    }
  }

  /** NT_PRSTATUS with the NT_SIGINFO behind it, one a thread. */
  public List<CoreThread> threads() {
    return List.copyOf(threads);
  }

  /** NT_PRPSINFO. */
  public Optional<ProcessInfo> process() {
    return process;
  }

  /** NT_AUXV, without the AT_NULL at its end. */
  public List<AuxiliaryEntry> auxiliary() {
    return List.copyOf(auxiliary);
  }

  /** NT_FILE. */
  public List<FileMapping> mappings() {
    return List.copyOf(mappings);
  }
}
