package dev.elfwright.census.facts;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.NoteTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.GnuProperty;
import dev.elfwright.elf.constant.NoteType;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.note.AbiTag;
import dev.elfwright.elf.note.BuildId;
import dev.elfwright.elf.note.BuildSalt;
import dev.elfwright.elf.note.DlopenMetadata;
import dev.elfwright.elf.note.GoBuildId;
import dev.elfwright.elf.note.GoldVersion;
import dev.elfwright.elf.note.NoteValue;
import dev.elfwright.elf.note.PackageMetadata;
import dev.elfwright.elf.note.Probe;
import dev.elfwright.elf.note.Properties;
import dev.elfwright.elf.note.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tables {@code notes} and {@code properties}.
 *
 * @param buildId in hexadecimal, empty for none
 * @param features names of what all of the file's code supports: IBT, SHSTK, BTI, PAC
 * @param dlopen the texts of all notes that name libraries
 */
record ElfNotes(String buildId, Set<String> features, List<String> dlopen) {

  static ElfNotes of(String content, ElfModel model, Rows rows) {
    String buildId = "";
    Set<String> features = new HashSet<>();
    List<String> dlopen = new ArrayList<>();
    for (Note note : notes(model)) {
      NoteValue value = note.value(model);
      String text =
          switch (value) {
            case BuildId id -> id.hex();
            case AbiTag tag -> tag.systemName() + " " + tag.version();
            case BuildSalt salt -> salt.text();
            case DlopenMetadata metadata -> metadata.json();
            case GoBuildId id -> id.text();
            case GoldVersion version -> version.text();
            case PackageMetadata metadata -> metadata.json();
            case Probe probe -> probe.provider() + ":" + probe.name();
            case Properties properties -> {
              addProperties(content, model, properties, features, rows);
              yield "";
            }
            case Note _ -> "";
          };
      if (value instanceof BuildId && buildId.isEmpty()) {
        buildId = text;
      } else if (value instanceof DlopenMetadata) {
        dlopen.add(text);
      }
      rows.add(
          "notes",
          content,
          note.name(),
          NoteType.name(note.name(), note.type()),
          note.description().byteSize(),
          text);
    }
    return new ElfNotes(buildId, features, dlopen);
  }

  /** Files of debugging information have segments that are not in the file, so sections first. */
  private static List<Note> notes(ElfModel model) {
    if (model.sections().isEmpty()) {
      return model.segments(SegmentType.NOTE).findAny().isEmpty() ? List.of() : model.notes();
    }
    List<Note> notes = new ArrayList<>();
    for (Section section : model.sections()) {
      if (section.header().type() == SectionType.NOTE) {
        notes.addAll(((NoteTable) section.content()).notes());
      }
    }
    return notes;
  }

  private static void addProperties(
      String content, ElfModel model, Properties properties, Set<String> features, Rows rows) {
    for (Property property : properties.list()) {
      switch (property) {
        case Property.Bits(int type, _, List<String> names) -> {
          boolean all =
              type == GnuProperty.X86_FEATURE_1_AND || type == GnuProperty.AARCH64_FEATURE_1_AND;
          if (all) {
            features.addAll(names);
          }
          String name = GnuProperty.name(type, model.header().abi());
          rows.add("properties", content, name, String.join(" ", names));
        }
        case Property.StackSize(long bytes) ->
            rows.add("properties", content, "STACK_SIZE", Long.toUnsignedString(bytes));
        case Property.NoCopyOnProtected() ->
            rows.add("properties", content, "NO_COPY_ON_PROTECTED", "");
        case Property.MemorySeal() -> rows.add("properties", content, "MEMORY_SEAL", "");
        case Property.PointerAuthentication(long platform, long version) ->
            rows.add(
                "properties",
                content,
                "AARCH64_FEATURE_PAUTH",
                "%x %x".formatted(platform, version));
        case Property.Other(int type, var data) ->
            rows.add(
                "properties",
                content,
                GnuProperty.name(type, model.header().abi()),
                data.byteSize() + " bytes");
      }
    }
  }
}
