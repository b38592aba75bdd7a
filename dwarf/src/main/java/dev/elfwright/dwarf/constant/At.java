package dev.elfwright.dwarf.constant;

/** What an attribute of an entry says: DWARF 5, table 7.5; GNU, LLVM and MIPS extensions. */
public final class At {
  private static final NameTable NAMES =
      NameTable.of(
          "DW_AT_",
          """
          0x01 sibling
          0x02 location
          0x03 name
          0x09 ordering
          0x0a subscr_data
          0x0b byte_size
          0x0c bit_offset
          0x0d bit_size
          0x0f element_list
          0x10 stmt_list
          0x11 low_pc
          0x12 high_pc
          0x13 language
          0x14 member
          0x15 discr
          0x16 discr_value
          0x17 visibility
          0x18 import
          0x19 string_length
          0x1a common_reference
          0x1b comp_dir
          0x1c const_value
          0x1d containing_type
          0x1e default_value
          0x20 inline
          0x21 is_optional
          0x22 lower_bound
          0x25 producer
          0x27 prototyped
          0x2a return_addr
          0x2c start_scope
          0x2e bit_stride
          0x2f upper_bound
          0x31 abstract_origin
          0x32 accessibility
          0x33 address_class
          0x34 artificial
          0x35 base_types
          0x36 calling_convention
          0x37 count
          0x38 data_member_location
          0x39 decl_column
          0x3a decl_file
          0x3b decl_line
          0x3c declaration
          0x3d discr_list
          0x3e encoding
          0x3f external
          0x40 frame_base
          0x41 friend
          0x42 identifier_case
          0x43 macro_info
          0x44 namelist_item
          0x45 priority
          0x46 segment
          0x47 specification
          0x48 static_link
          0x49 type
          0x4a use_location
          0x4b variable_parameter
          0x4c virtuality
          0x4d vtable_elem_location
          0x4e allocated
          0x4f associated
          0x50 data_location
          0x51 byte_stride
          0x52 entry_pc
          0x53 use_UTF8
          0x54 extension
          0x55 ranges
          0x56 trampoline
          0x57 call_column
          0x58 call_file
          0x59 call_line
          0x5a description
          0x5b binary_scale
          0x5c decimal_scale
          0x5d small
          0x5e decimal_sign
          0x5f digit_count
          0x60 picture_string
          0x61 mutable
          0x62 threads_scaled
          0x63 explicit
          0x64 object_pointer
          0x65 endianity
          0x66 elemental
          0x67 pure
          0x68 recursive
          0x69 signature
          0x6a main_subprogram
          0x6b data_bit_offset
          0x6c const_expr
          0x6d enum_class
          0x6e linkage_name
          0x6f string_length_bit_size
          0x70 string_length_byte_size
          0x71 rank
          0x72 str_offsets_base
          0x73 addr_base
          0x74 rnglists_base
          0x76 dwo_name
          0x77 reference
          0x78 rvalue_reference
          0x79 macros
          0x7a call_all_calls
          0x7b call_all_source_calls
          0x7c call_all_tail_calls
          0x7d call_return_pc
          0x7e call_value
          0x7f call_origin
          0x80 call_parameter
          0x81 call_pc
          0x82 call_tail_call
          0x83 call_target
          0x84 call_target_clobbered
          0x85 call_data_location
          0x86 call_data_value
          0x87 noreturn
          0x88 alignment
          0x89 export_symbols
          0x8a deleted
          0x8b defaulted
          0x8c loclists_base
          0x2007 MIPS_linkage_name
          0x2101 sf_names
          0x2102 src_info
          0x2103 mac_info
          0x2104 src_coords
          0x2105 body_begin
          0x2106 body_end
          0x2107 GNU_vector
          0x210f GNU_odr_signature
          0x2110 GNU_template_name
          0x2111 GNU_call_site_value
          0x2112 GNU_call_site_data_value
          0x2113 GNU_call_site_target
          0x2114 GNU_call_site_target_clobbered
          0x2115 GNU_tail_call
          0x2116 GNU_all_tail_call_sites
          0x2117 GNU_all_call_sites
          0x2118 GNU_all_source_call_sites
          0x2119 GNU_macros
          0x211a GNU_deleted
          0x2130 GNU_dwo_name
          0x2131 GNU_dwo_id
          0x2132 GNU_ranges_base
          0x2133 GNU_addr_base
          0x2134 GNU_pubnames
          0x2135 GNU_pubtypes
          0x2136 GNU_discriminator
          0x2137 GNU_locviews
          0x2138 GNU_entry_view
          0x2302 GNU_denominator
          0x2303 GNU_numerator
          0x2304 GNU_bias
          0x3e02 LLVM_sysroot
          0x3fe1 APPLE_optimized
          """);

  /** DW_AT_sibling. */
  public static final int SIBLING = 0x01;

  /** DW_AT_location. */
  public static final int LOCATION = 0x02;

  /** DW_AT_name. */
  public static final int NAME = 0x03;

  /** DW_AT_byte_size. */
  public static final int BYTE_SIZE = 0x0b;

  /** DW_AT_bit_offset. */
  public static final int BIT_OFFSET = 0x0c;

  /** DW_AT_bit_size. */
  public static final int BIT_SIZE = 0x0d;

  /** DW_AT_stmt_list. */
  public static final int STMT_LIST = 0x10;

  /** DW_AT_low_pc. */
  public static final int LOW_PC = 0x11;

  /** DW_AT_high_pc. */
  public static final int HIGH_PC = 0x12;

  /** DW_AT_language. */
  public static final int LANGUAGE = 0x13;

  /** DW_AT_comp_dir. */
  public static final int COMP_DIR = 0x1b;

  /** DW_AT_const_value. */
  public static final int CONST_VALUE = 0x1c;

  /** DW_AT_inline. */
  public static final int INLINE = 0x20;

  /** DW_AT_lower_bound. */
  public static final int LOWER_BOUND = 0x22;

  /** DW_AT_producer. */
  public static final int PRODUCER = 0x25;

  /** DW_AT_prototyped. */
  public static final int PROTOTYPED = 0x27;

  /** DW_AT_upper_bound. */
  public static final int UPPER_BOUND = 0x2f;

  /** DW_AT_abstract_origin. */
  public static final int ABSTRACT_ORIGIN = 0x31;

  /** DW_AT_accessibility. */
  public static final int ACCESSIBILITY = 0x32;

  /** DW_AT_artificial. */
  public static final int ARTIFICIAL = 0x34;

  /** DW_AT_calling_convention. */
  public static final int CALLING_CONVENTION = 0x36;

  /** DW_AT_count. */
  public static final int COUNT = 0x37;

  /** DW_AT_data_member_location. */
  public static final int DATA_MEMBER_LOCATION = 0x38;

  /** DW_AT_decl_file. */
  public static final int DECL_FILE = 0x3a;

  /** DW_AT_decl_line. */
  public static final int DECL_LINE = 0x3b;

  /** DW_AT_declaration. */
  public static final int DECLARATION = 0x3c;

  /** DW_AT_encoding. */
  public static final int ENCODING = 0x3e;

  /** DW_AT_external. */
  public static final int EXTERNAL = 0x3f;

  /** DW_AT_specification. */
  public static final int SPECIFICATION = 0x47;

  /** DW_AT_type. */
  public static final int TYPE = 0x49;

  /** DW_AT_virtuality. */
  public static final int VIRTUALITY = 0x4c;

  /** DW_AT_vtable_elem_location. */
  public static final int VTABLE_ELEM_LOCATION = 0x4d;

  /** DW_AT_ranges. */
  public static final int RANGES = 0x55;

  /** DW_AT_call_column. */
  public static final int CALL_COLUMN = 0x57;

  /** DW_AT_call_file. */
  public static final int CALL_FILE = 0x58;

  /** DW_AT_call_line. */
  public static final int CALL_LINE = 0x59;

  /** DW_AT_explicit. */
  public static final int EXPLICIT = 0x63;

  /** DW_AT_signature. */
  public static final int SIGNATURE = 0x69;

  /** DW_AT_data_bit_offset. */
  public static final int DATA_BIT_OFFSET = 0x6b;

  /** DW_AT_enum_class. */
  public static final int ENUM_CLASS = 0x6d;

  /** DW_AT_linkage_name. */
  public static final int LINKAGE_NAME = 0x6e;

  /** DW_AT_str_offsets_base. */
  public static final int STR_OFFSETS_BASE = 0x72;

  /** DW_AT_addr_base. */
  public static final int ADDR_BASE = 0x73;

  /** DW_AT_rnglists_base. */
  public static final int RNGLISTS_BASE = 0x74;

  /** DW_AT_dwo_name. */
  public static final int DWO_NAME = 0x76;

  /** DW_AT_call_origin. */
  public static final int CALL_ORIGIN = 0x7f;

  /** DW_AT_noreturn. */
  public static final int NORETURN = 0x87;

  /** DW_AT_alignment. */
  public static final int ALIGNMENT = 0x88;

  /** DW_AT_deleted. */
  public static final int DELETED = 0x8a;

  /** DW_AT_defaulted. */
  public static final int DEFAULTED = 0x8b;

  /** DW_AT_loclists_base. */
  public static final int LOCLISTS_BASE = 0x8c;

  /** DW_AT_MIPS_linkage_name. */
  public static final int MIPS_LINKAGE_NAME = 0x2007;

  /** DW_AT_GNU_vector. */
  public static final int GNU_VECTOR = 0x2107;

  /** DW_AT_GNU_dwo_name. */
  public static final int GNU_DWO_NAME = 0x2130;

  /** DW_AT_GNU_dwo_id. */
  public static final int GNU_DWO_ID = 0x2131;

  /** DW_AT_GNU_ranges_base. */
  public static final int GNU_RANGES_BASE = 0x2132;

  /** DW_AT_GNU_addr_base. */
  public static final int GNU_ADDR_BASE = 0x2133;

  /** DW_AT_entry_pc. */
  public static final int ENTRY_PC = 0x52;

  /** DW_AT_import. */
  public static final int IMPORT = 0x18;

  /** DW_AT_byte_stride. */
  public static final int BYTE_STRIDE = 0x51;

  /** DW_AT_containing_type. */
  public static final int CONTAINING_TYPE = 0x1d;

  /** DW_AT_reference. */
  public static final int REFERENCE = 0x77;

  /** DW_AT_rvalue_reference. */
  public static final int RVALUE_REFERENCE = 0x78;

  private At() {}

  /** The name, or the prefix and the number. */
  public static String name(long value) {
    return NAMES.name(value);
  }
}
