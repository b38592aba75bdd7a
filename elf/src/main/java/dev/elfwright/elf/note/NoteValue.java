package dev.elfwright.elf.note;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.constant.NoteType;

/** What a note says. A note whose owner or type is not known stays the {@link Note} it is. */
public sealed interface NoteValue
    permits Note,
        AbiTag,
        BuildId,
        BuildSalt,
        DlopenMetadata,
        GoBuildId,
        GoldVersion,
        PackageMetadata,
        Probe,
        Properties {

  /**
   * What a note of a file says.
   *
   * @param model the file that the note was read from
   * @throws dev.elfwright.elf.ElfFormatException when it is too short or too long for what it has
   *     to say
   */
  static NoteValue of(ElfModel model, Note note) {
    Description d = new Description(model, note);
    return switch (note.name()) {
      case "GNU" ->
          switch (note.type()) {
            case NoteType.GNU_ABI_TAG -> AbiTag.read(d);
            case NoteType.GNU_BUILD_ID -> new BuildId(d.hex());
            case NoteType.GNU_GOLD_VERSION -> new GoldVersion(d.wholeText());
            case NoteType.GNU_PROPERTY_TYPE_0 -> Properties.read(d);
            default -> note;
          };
      case "stapsdt" -> note.type() == NoteType.STAPSDT ? Probe.read(d) : note;
      case "FDO" ->
          switch (note.type()) {
            case NoteType.FDO_PACKAGING_METADATA -> new PackageMetadata(d.wholeText());
            case NoteType.FDO_DLOPEN_METADATA -> new DlopenMetadata(d.wholeText());
            default -> note;
          };
      case "Linux" -> note.type() == NoteType.BUILD_SALT ? new BuildSalt(d.wholeText()) : note;
      case "Go" -> note.type() == NoteType.GO_BUILDID ? new GoBuildId(d.wholeText()) : note;
      default -> note;
    };
  }
}
