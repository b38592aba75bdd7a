package dev.elfwright.dwarf.constant;

/** What an entry stands for: DWARF 5, table 7.3; GNU and LLVM extensions. */
public final class Tag {
  private static final NameTable NAMES =
      NameTable.of(
          "DW_TAG_",
          """
          0x01 array_type
          0x02 class_type
          0x03 entry_point
          0x04 enumeration_type
          0x05 formal_parameter
          0x08 imported_declaration
          0x0a label
          0x0b lexical_block
          0x0d member
          0x0f pointer_type
          0x10 reference_type
          0x11 compile_unit
          0x12 string_type
          0x13 structure_type
          0x15 subroutine_type
          0x16 typedef
          0x17 union_type
          0x18 unspecified_parameters
          0x19 variant
          0x1a common_block
          0x1b common_inclusion
          0x1c inheritance
          0x1d inlined_subroutine
          0x1e module
          0x1f ptr_to_member_type
          0x20 set_type
          0x21 subrange_type
          0x22 with_stmt
          0x23 access_declaration
          0x24 base_type
          0x25 catch_block
          0x26 const_type
          0x27 constant
          0x28 enumerator
          0x29 file_type
          0x2a friend
          0x2b namelist
          0x2c namelist_item
          0x2d packed_type
          0x2e subprogram
          0x2f template_type_parameter
          0x30 template_value_parameter
          0x31 thrown_type
          0x32 try_block
          0x33 variant_part
          0x34 variable
          0x35 volatile_type
          0x36 dwarf_procedure
          0x37 restrict_type
          0x38 interface_type
          0x39 namespace
          0x3a imported_module
          0x3b unspecified_type
          0x3c partial_unit
          0x3d imported_unit
          0x3f condition
          0x40 shared_type
          0x41 type_unit
          0x42 rvalue_reference_type
          0x43 template_alias
          0x44 coarray_type
          0x45 generic_subrange
          0x46 dynamic_type
          0x47 atomic_type
          0x48 call_site
          0x49 call_site_parameter
          0x4a skeleton_unit
          0x4b immutable_type
          0x4081 MIPS_loop
          0x4101 format_label
          0x4102 function_template
          0x4103 class_template
          0x4104 GNU_BINCL
          0x4105 GNU_EINCL
          0x4106 GNU_template_template_param
          0x4107 GNU_template_parameter_pack
          0x4108 GNU_formal_parameter_pack
          0x4109 GNU_call_site
          0x410a GNU_call_site_parameter
          0x6000 LLVM_annotation
          """);

  /** DW_TAG_array_type. */
  public static final int ARRAY_TYPE = 0x01;

  /** DW_TAG_class_type. */
  public static final int CLASS_TYPE = 0x02;

  /** DW_TAG_enumeration_type. */
  public static final int ENUMERATION_TYPE = 0x04;

  /** DW_TAG_formal_parameter. */
  public static final int FORMAL_PARAMETER = 0x05;

  /** DW_TAG_lexical_block. */
  public static final int LEXICAL_BLOCK = 0x0b;

  /** DW_TAG_member. */
  public static final int MEMBER = 0x0d;

  /** DW_TAG_pointer_type. */
  public static final int POINTER_TYPE = 0x0f;

  /** DW_TAG_reference_type. */
  public static final int REFERENCE_TYPE = 0x10;

  /** DW_TAG_compile_unit. */
  public static final int COMPILE_UNIT = 0x11;

  /** DW_TAG_structure_type. */
  public static final int STRUCTURE_TYPE = 0x13;

  /** DW_TAG_subroutine_type. */
  public static final int SUBROUTINE_TYPE = 0x15;

  /** DW_TAG_typedef. */
  public static final int TYPEDEF = 0x16;

  /** DW_TAG_union_type. */
  public static final int UNION_TYPE = 0x17;

  /** DW_TAG_unspecified_parameters. */
  public static final int UNSPECIFIED_PARAMETERS = 0x18;

  /** DW_TAG_inheritance. */
  public static final int INHERITANCE = 0x1c;

  /** DW_TAG_inlined_subroutine. */
  public static final int INLINED_SUBROUTINE = 0x1d;

  /** DW_TAG_ptr_to_member_type. */
  public static final int PTR_TO_MEMBER_TYPE = 0x1f;

  /** DW_TAG_subrange_type. */
  public static final int SUBRANGE_TYPE = 0x21;

  /** DW_TAG_base_type. */
  public static final int BASE_TYPE = 0x24;

  /** DW_TAG_const_type. */
  public static final int CONST_TYPE = 0x26;

  /** DW_TAG_enumerator. */
  public static final int ENUMERATOR = 0x28;

  /** DW_TAG_subprogram. */
  public static final int SUBPROGRAM = 0x2e;

  /** DW_TAG_template_type_parameter. */
  public static final int TEMPLATE_TYPE_PARAMETER = 0x2f;

  /** DW_TAG_template_value_parameter. */
  public static final int TEMPLATE_VALUE_PARAMETER = 0x30;

  /** DW_TAG_variable. */
  public static final int VARIABLE = 0x34;

  /** DW_TAG_volatile_type. */
  public static final int VOLATILE_TYPE = 0x35;

  /** DW_TAG_restrict_type. */
  public static final int RESTRICT_TYPE = 0x37;

  /** DW_TAG_namespace. */
  public static final int NAMESPACE = 0x39;

  /** DW_TAG_unspecified_type. */
  public static final int UNSPECIFIED_TYPE = 0x3b;

  /** DW_TAG_partial_unit. */
  public static final int PARTIAL_UNIT = 0x3c;

  /** DW_TAG_imported_unit. */
  public static final int IMPORTED_UNIT = 0x3d;

  /** DW_TAG_type_unit. */
  public static final int TYPE_UNIT = 0x41;

  /** DW_TAG_rvalue_reference_type. */
  public static final int RVALUE_REFERENCE_TYPE = 0x42;

  /** DW_TAG_atomic_type. */
  public static final int ATOMIC_TYPE = 0x47;

  /** DW_TAG_call_site. */
  public static final int CALL_SITE = 0x48;

  /** DW_TAG_skeleton_unit. */
  public static final int SKELETON_UNIT = 0x4a;

  private Tag() {}

  /** The name, or the prefix and the number. */
  public static String name(long value) {
    return NAMES.name(value);
  }
}
