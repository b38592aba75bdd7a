package dev.elfwright.elf.edit;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.archive.ArchiveLayout;
import dev.elfwright.elf.archive.ArchiveMember;
import dev.elfwright.elf.archive.NewMember;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Changes every ELF file of an archive; other members, such as compilers' bitcode, are kept. */
public final class Archives {
  private Archives() {}

  /** What the members of the new archive say of when they were added, and by whom. */
  public enum Stamps {
    /** Date, user and group as before. */
    KEPT,
    /** The epoch, user 0 and group 0: {@code objcopy -D}. */
    ZERO
  }

  /** Plans the new archive, whose members keep date, user and group. */
  public static LayoutPlan transform(Archive archive, Layout layout, ElfTransform change)
      throws IOException {
    return transform(archive, layout, change, Stamps.KEPT);
  }

  /**
   * Plans the new archive, with a new symbol index where there was one.
   *
   * @throws IOException when the archive is thin, for its members are other files, or cannot be
   *     read
   * @throws EditRefusedException when a member refuses the change
   */
  public static LayoutPlan transform(
      Archive archive, Layout layout, ElfTransform change, Stamps stamps) throws IOException {
    if (archive.isThin()) {
      throw new EditRefusedException(
          archive.file(), "is a thin archive: change the files that it names");
    }
    List<NewMember> members = new ArrayList<>();
    for (ArchiveMember m : archive.members()) {
      var contents =
          m.isElf() ? ElfWriter.toMemory(Elf.transform(m.elf(), layout, change)) : m.contents();
      var member = new NewMember(m.name(), contents, m.date(), m.uid(), m.gid(), m.mode());
      members.add(stamps == Stamps.ZERO ? member.undated() : member);
    }
    return archive.index().isPresent()
        ? ArchiveLayout.of(members)
        : ArchiveLayout.withoutIndex(members);
  }
}
