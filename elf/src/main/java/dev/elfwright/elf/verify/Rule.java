package dev.elfwright.elf.verify;

import java.util.Locale;

/**
 * All rules, by family. Each says what must hold, and who demands it. The severity is that of what
 * happens when it does not: a loader or linker refuses or misreads the file, or only the text of a
 * specification is broken.
 */
public enum Rule {
  MALFORMED(Severity.ERROR, "Headers and tables lie in the file, and chains in them end.", "gABI"),

  IDENT_VERSION(
      Severity.ERROR,
      "EI_VERSION and e_version are 1.",
      "gABI, ELF Header; glibc elf/dl-load.c, open_verify"),
  IDENT_PADDING(
      Severity.ERROR,
      "The bytes behind EI_ABIVERSION are zero.",
      "gABI, ELF Identification; glibc elf/dl-load.c, open_verify"),
  HEADER_SIZE(Severity.WARNING, "e_ehsize is the size of the header.", "gABI, ELF Header"),
  HEADER_TYPE(
      Severity.WARNING,
      "e_type is a known type, or of the system's or processor's range.",
      "gABI, ELF Header"),
  HEADER_CLASS(
      Severity.ERROR,
      "Class and byte order are those that the machine has.",
      "psABIs; kernel elf_check_arch"),
  HEADER_FLAGS(
      Severity.WARNING,
      "e_flags is 0 where the psABI defines no flags.",
      "x86-64, i386 and AArch64 psABIs"),
  SECTION_NAME_TABLE(
      Severity.WARNING, "e_shstrndx is the index of a string table.", "gABI, ELF Header"),
  ENTRY_POINT(
      Severity.WARNING,
      "e_entry lies in a PT_LOAD segment.",
      "gABI, ELF Header; kernel fs/binfmt_elf.c, load_elf_binary"),
  HAS_LOAD(
      Severity.ERROR,
      "A program or library has a PT_LOAD segment.",
      "gABI, Program Loading; glibc elf/dl-load.c, _dl_map_object_from_fd"),
  SEGMENT_COUNT(
      Severity.ERROR,
      "Program headers of what is loaded take at most 65536 bytes.",
      "kernel fs/binfmt_elf.c, load_elf_phdrs"),

  SEGMENT_IN_FILE(
      Severity.ERROR, "The bytes of a segment lie in the file.", "gABI, Program Header"),
  SEGMENT_SIZE(
      Severity.ERROR,
      "p_filesz of a PT_LOAD or PT_TLS segment is at most p_memsz.",
      "gABI, Program Header; kernel fs/binfmt_elf.c, load_elf_interp"),
  SEGMENT_ALIGNMENT(Severity.ERROR, "p_align is 0 or a power of two.", "gABI, Program Header"),
  SEGMENT_CONGRUENT(
      Severity.ERROR,
      "p_vaddr and p_offset of a PT_LOAD segment agree modulo p_align.",
      "gABI, Program Header; glibc elf/dl-load.c, _dl_map_object_from_fd"),
  SEGMENT_PAGE_ALIGNED(
      Severity.ERROR,
      "p_align of a PT_LOAD segment of a dynamic library is a multiple of 4096.",
      "glibc elf/dl-load.c, _dl_map_object_from_fd"),
  LOAD_ORDER(
      Severity.ERROR,
      "PT_LOAD segments are in ascending order of p_vaddr.",
      "gABI, Program Header; glibc elf/dl-map-segments.h"),
  LOAD_OVERLAP(
      Severity.ERROR,
      "PT_LOAD segments do not overlap in memory.",
      "kernel fs/binfmt_elf.c, elf_map: a later segment replaces the earlier"),
  LOAD_WRITE_EXECUTE(
      Severity.NOTE,
      "No PT_LOAD segment is both writable and executable.",
      "binutils ld, --warn-rwx-segments"),
  SEGMENT_FLAGS(
      Severity.WARNING,
      "p_flags has no bits outside of R, W, X and the reserved ranges.",
      "gABI, Program Header"),
  SEGMENT_TYPE(
      Severity.WARNING,
      "p_type is a known type, or of the system's or processor's range.",
      "gABI, Program Header"),

  SEGMENT_ONCE(
      Severity.WARNING,
      "There is at most one PT_PHDR, PT_INTERP, PT_DYNAMIC, PT_TLS, PT_GNU_STACK and PT_GNU_RELRO.",
      "gABI, Program Header; glibc elf/dl-load.c takes the last, the kernel the first PT_INTERP"),
  SEGMENT_FIRST(
      Severity.WARNING, "PT_PHDR and PT_INTERP precede every PT_LOAD.", "gABI, Program Header"),
  PHDR_LOCATION(
      Severity.ERROR,
      "PT_PHDR describes the program headers.",
      "gABI, Program Header; glibc elf/rtld.c takes the load address from it"),
  PHDR_LOADED(Severity.ERROR, "PT_PHDR lies in a PT_LOAD segment.", "gABI, Program Header"),
  INTERP_SIZE(
      Severity.ERROR, "PT_INTERP has 2 to 4096 bytes.", "kernel fs/binfmt_elf.c, load_elf_binary"),
  INTERP_END(Severity.ERROR, "PT_INTERP ends with NUL.", "kernel fs/binfmt_elf.c, load_elf_binary"),
  DYNAMIC_LOADED(Severity.ERROR, "PT_DYNAMIC lies in a PT_LOAD segment.", "gABI, Dynamic Section"),
  TLS_LOADED(
      Severity.ERROR,
      "The bytes of PT_TLS lie in the file part of a PT_LOAD segment.",
      "ELF Handling For Thread-Local Storage"),
  RELRO_LOADED(
      Severity.ERROR,
      "PT_GNU_RELRO starts in a PT_LOAD segment.",
      "LSB Core, Program Header; glibc elf/dl-reloc.c, _dl_protect_relro"),
  SEGMENT_OFFSET(
      Severity.WARNING,
      "A segment lies in the file where the PT_LOAD around it has its memory.",
      "gABI, Program Header; kernels read by offset, loaders by address"),
  EXECUTABLE_STACK(
      Severity.NOTE,
      "PT_GNU_STACK asks for a stack that cannot be executed.",
      "kernel fs/binfmt_elf.c, load_elf_binary"),
  STACK_MISSING(
      Severity.NOTE,
      "A dynamic program or library has PT_GNU_STACK; without it, the stack may be executable.",
      "kernel fs/binfmt_elf.c; glibc elf/dl-load.c"),
  PROPERTY_SIZE(
      Severity.WARNING,
      "PT_GNU_PROPERTY has at most 1024 bytes.",
      "kernel fs/binfmt_elf.c, parse_elf_properties"),
  PROPERTY_LAYOUT(
      Severity.WARNING,
      "Properties fit into their note, padded to the size of a word.",
      "Linux gABI extensions, Program Property; kernel fs/binfmt_elf.c, parse_elf_property"),
  PROPERTY_ORDER(
      Severity.WARNING,
      "Properties are in ascending order of their type.",
      "Linux gABI extensions, Program Property; kernel fs/binfmt_elf.c, parse_elf_property"),
  NOTE_LAYOUT(Severity.WARNING, "Notes fit into their segment and section.", "gABI, Note Section"),

  SECTION_NULL(Severity.WARNING, "Section 0 is zero but for extended numbers.", "gABI, Sections"),
  SECTION_NAME(Severity.WARNING, "sh_name lies in the section name table.", "gABI, Section Header"),
  SECTION_TYPE(
      Severity.WARNING, "sh_type is a known type, or of a reserved range.", "gABI, Section Header"),
  SECTION_FLAGS(
      Severity.WARNING,
      "sh_flags has no bits outside of the known and the reserved ones.",
      "gABI, Section Header"),
  SECTION_SPECIAL(
      Severity.WARNING,
      "A section with a name of the gABI has the type and flags of that name.",
      "gABI, Special Sections"),
  SECTION_IN_FILE(Severity.ERROR, "The bytes of a section lie in the file.", "gABI, Sections"),
  SECTION_ALIGNMENT(
      Severity.WARNING, "sh_addralign is 0 or a power of two.", "gABI, Section Header"),
  SECTION_ADDRESS(
      Severity.WARNING, "sh_addr is a multiple of sh_addralign.", "gABI, Section Header"),
  SECTION_ENTRY_SIZE(
      Severity.WARNING,
      "sh_entsize is the size of an entry in tables of symbols, relocations and dynamic entries.",
      "gABI, Section Header; linkers divide by it"),
  SECTION_SIZE(
      Severity.WARNING,
      "sh_size is a multiple of sh_entsize, and in tables of an entry's size.",
      "gABI, Sections"),
  SECTION_COMPRESSED(
      Severity.ERROR,
      "A compressed section is not in memory, and begins with a header of a known type.",
      "gABI, Section Compression"),

  SECTION_LINK(
      Severity.ERROR,
      "sh_link is the index of the table that the section's type needs.",
      "gABI, Section Header, sh_link and sh_info Interpretation"),
  SECTION_INFO(
      Severity.ERROR,
      "sh_info of relocations in an object, and under SHF_INFO_LINK, is a section.",
      "gABI, Section Header, sh_link and sh_info Interpretation"),
  LINK_ORDER(
      Severity.WARNING,
      "sh_link of a section with SHF_LINK_ORDER is a section or 0.",
      "gABI, Section Header"),
  TABLE_ONCE(
      Severity.WARNING,
      "There is at most one SHT_SYMTAB, SHT_DYNSYM and SHT_DYNAMIC.",
      "gABI, Sections"),

  SECTION_OVERLAP(Severity.WARNING, "Sections do not overlap in the file.", "gABI, Sections"),
  SECTION_MEMORY_OVERLAP(Severity.WARNING, "Sections do not overlap in memory.", "gABI, Sections"),
  SECTION_LOADED(
      Severity.WARNING,
      "A section in memory lies in a PT_LOAD segment.",
      "gABI, Section Header, SHF_ALLOC"),
  SECTION_OFFSET(
      Severity.WARNING,
      "A section lies in its segment's bytes where it lies in its memory.",
      "gABI, Program Header"),

  STRINGS_START(Severity.WARNING, "A string table begins with NUL.", "gABI, String Table"),
  STRINGS_END(Severity.ERROR, "A string table ends with NUL.", "gABI, String Table"),

  GROUP_FLAGS(
      Severity.WARNING,
      "A group has no flag but GRP_COMDAT outside of the reserved ranges.",
      "gABI, Section Groups"),
  GROUP_SIGNATURE(
      Severity.ERROR,
      "sh_info of a group is a symbol of the table in sh_link.",
      "gABI, Section Groups"),
  GROUP_MEMBER(
      Severity.ERROR,
      "A member of a group is a section with SHF_GROUP that follows the group.",
      "gABI, Section Groups"),
  GROUP_ONCE(
      Severity.ERROR, "A section with SHF_GROUP is a member of one group.", "gABI, Section Groups"),

  SYMBOL_NULL(Severity.WARNING, "Symbol 0 is zero.", "gABI, Symbol Table"),
  SYMBOL_NAME(Severity.ERROR, "st_name lies in the string table.", "gABI, Symbol Table"),
  SYMBOL_ORDER(
      Severity.ERROR,
      "Local symbols precede the others, and sh_info says where they end.",
      "gABI, Symbol Table; linkers rely on it"),
  SYMBOL_SECTION(
      Severity.ERROR, "st_shndx is a section or a reserved number.", "gABI, Symbol Table"),
  SYMBOL_INDEX_TABLE(
      Severity.ERROR,
      "SHT_SYMTAB_SHNDX has an entry for each symbol, and names a section where st_shndx is"
          + " SHN_XINDEX.",
      "gABI, Sections"),
  SYMBOL_KIND(
      Severity.WARNING,
      "Binding and type are known, or of the reserved ranges.",
      "gABI, Symbol Table"),
  SYMBOL_VALUE(Severity.WARNING, "A symbol lies in its section.", "gABI, Symbol Values"),
  SYMBOL_TLS(
      Severity.ERROR,
      "A symbol is STT_TLS just when its section is SHF_TLS.",
      "ELF Handling For Thread-Local Storage; linkers refuse the mixture"),
  SYMBOL_COMMON(Severity.WARNING, "SHN_COMMON is for objects.", "gABI, Symbol Table"),

  DYNAMIC_END(
      Severity.ERROR,
      "The dynamic section ends with DT_NULL.",
      "gABI, Dynamic Section; glibc elf/get-dynamic-info.h"),
  DYNAMIC_REQUIRED(
      Severity.ERROR,
      "DT_STRTAB, DT_SYMTAB, DT_STRSZ and DT_SYMENT are there.",
      "gABI, Dynamic Section"),
  DYNAMIC_PAIR(
      Severity.ERROR,
      "Tags that describe a table together are all there.",
      "gABI, Dynamic Section; glibc elf/get-dynamic-info.h"),
  DYNAMIC_ENTRY_SIZE(
      Severity.ERROR,
      "DT_SYMENT, DT_RELENT, DT_RELAENT and DT_RELRENT are the size of an entry.",
      "glibc elf/get-dynamic-info.h asserts it"),
  DYNAMIC_PLTREL(
      Severity.ERROR, "DT_PLTREL is DT_REL or DT_RELA.", "glibc elf/get-dynamic-info.h asserts it"),
  DYNAMIC_ADDRESS(
      Severity.ERROR,
      "The tables that dynamic tags describe lie in memory.",
      "gABI, Dynamic Section"),
  DYNAMIC_STRING(
      Severity.ERROR, "Names in the dynamic section lie in DT_STRTAB.", "gABI, Dynamic Section"),
  DYNAMIC_ONCE(
      Severity.WARNING, "No tag but those of lists is there twice.", "gABI, Dynamic Section"),
  DYNAMIC_TAG(
      Severity.WARNING,
      "A tag is known, or of the system's or processor's range.",
      "gABI, Dynamic Section"),
  DYNAMIC_HASH(
      Severity.ERROR,
      "An object with dynamic symbols has a hash table.",
      "gABI, Dynamic Section; glibc elf/dl-lookup.c finds no symbol without"),
  DYNAMIC_SECTION(
      Severity.WARNING,
      "Dynamic tags and section headers describe the same tables.",
      "gABI, Special Sections; strip, ldconfig and linkers read the sections"),
  TEXT_RELOCATIONS(
      Severity.NOTE,
      "No code has to be written at start: there is no DT_TEXTREL.",
      "gABI, Dynamic Section; SELinux execmod"),

  SYSV_HASH_COUNT(Severity.ERROR, "nchain is the number of dynamic symbols.", "gABI, Hash Table"),
  SYSV_HASH_CHAIN(
      Severity.ERROR,
      "DT_HASH finds every exported symbol, in the bucket of its name.",
      "gABI, Hash Table; glibc elf/dl-lookup.c"),
  GNU_HASH_BLOOM(
      Severity.ERROR,
      "The Bloom filter of DT_GNU_HASH has a power of two words, and the bits of every symbol.",
      "glibc elf/dl-lookup.c, do_lookup_x, and elf/dl-setup_hash.c"),
  GNU_HASH_CHAIN(
      Severity.ERROR,
      "DT_GNU_HASH finds every symbol it covers, in the bucket and chain of its name.",
      "glibc elf/dl-lookup.c, do_lookup_x"),
  GNU_HASH_EXPORT(
      Severity.ERROR,
      "DT_GNU_HASH covers every exported symbol.",
      "glibc elf/dl-lookup.c, do_lookup_x"),

  VERSION_REVISION(
      Severity.ERROR,
      "vd_version and vn_version are 1.",
      "LSB Core, Symbol Versioning; glibc elf/dl-version.c"),
  VERSION_COUNT(
      Severity.WARNING,
      "DT_VERDEFNUM and DT_VERNEEDNUM, and counts of entries, are those of the chains.",
      "LSB Core, Symbol Versioning"),
  VERSION_HASH(
      Severity.ERROR,
      "vd_hash and vna_hash are the hash of the name.",
      "LSB Core, Symbol Versioning; glibc elf/dl-version.c, match_symbol"),
  VERSION_INDEX(
      Severity.ERROR,
      "The version of a symbol is declared.",
      "LSB Core, Symbol Versioning; glibc elf/dl-lookup.c reads l_versions by it"),
  VERSION_UNIQUE(
      Severity.ERROR,
      "No index is declared twice.",
      "LSB Core, Symbol Versioning; glibc elf/dl-version.c"),
  VERSION_FILE(
      Severity.ERROR,
      "The file of a version need is in DT_NEEDED.",
      "glibc elf/dl-version.c asserts it"),
  VERSION_TABLES(
      Severity.ERROR,
      "DT_VERDEF and DT_VERNEED come with DT_VERSYM.",
      "LSB Core, Symbol Versioning; glibc elf/dl-version.c"),

  RELOCATION_SYMBOL(Severity.ERROR, "The symbol of a relocation exists.", "gABI, Relocation"),
  RELOCATION_TARGET(
      Severity.ERROR,
      "A relocation changes bytes of its section, or of a PT_LOAD segment.",
      "gABI, Relocation"),
  RELOCATION_TEXT(
      Severity.ERROR,
      "Relocations of segments without write permission need DT_TEXTREL.",
      "gABI, Dynamic Section; glibc elf/dl-reloc.c"),
  RELATIVE_COUNT(
      Severity.ERROR,
      "The first DT_RELACOUNT or DT_RELCOUNT relocations are relative.",
      "glibc elf/do-rel.h, elf_dynamic_do_Rel, looks at no type there"),
  RELOCATION_TYPE(
      Severity.ERROR,
      "The machine has a relocation of this type.",
      "psABI, Relocation Types; binutils include/elf"),
  RELOCATION_OBJECT(
      Severity.ERROR,
      "Objects have no relocations that only a linker makes: COPY, GLOB_DAT, JUMP_SLOT, RELATIVE.",
      "psABI, Relocation Types; GNU ld refuses them"),
  RELOCATION_DYNAMIC(
      Severity.ERROR,
      "The loader knows the types of its relocations.",
      "glibc sysdeps/MACHINE/dl-machine.h, elf_machine_rela; it ends the program at others"),

  ATTRIBUTES_FORMAT(
      Severity.ERROR,
      "Build attributes begin with the byte 'A'.",
      "Addenda to the ABI for the Arm Architecture, Build Attributes; RISC-V psABI, Attributes"),
  ATTRIBUTES_LENGTH(
      Severity.ERROR,
      "Each part of the build attributes lies in the one around it.",
      "Addenda to the ABI for the Arm Architecture, Build Attributes; RISC-V psABI, Attributes");

  private final Severity severity;
  private final String claim;
  private final String source;

  Rule(Severity severity, String claim, String source) {
    this.severity = severity;
    this.claim = claim;
    this.source = source;
  }

  /** The name on the command line and in output, such as {@code symbol-order}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How bad it is to break it. */
  public Severity severity() {
    return severity;
  }

  /** What must hold. */
  public String claim() {
    return claim;
  }

  /** Who demands it. */
  public String source() {
    return source;
  }
}
