package dev.elfwright.dwarf.constant;

/** What an operation of an expression does: DWARF 5, table 7.9; GNU extensions. */
public final class OperationCode {
  private static final NameTable NAMES =
      NameTable.of(
          "DW_OP_",
          """
          0x03 addr
          0x06 deref
          0x08 const1u
          0x09 const1s
          0x0a const2u
          0x0b const2s
          0x0c const4u
          0x0d const4s
          0x0e const8u
          0x0f const8s
          0x10 constu
          0x11 consts
          0x12 dup
          0x13 drop
          0x14 over
          0x15 pick
          0x16 swap
          0x17 rot
          0x18 xderef
          0x19 abs
          0x1a and
          0x1b div
          0x1c minus
          0x1d mod
          0x1e mul
          0x1f neg
          0x20 not
          0x21 or
          0x22 plus
          0x23 plus_uconst
          0x24 shl
          0x25 shr
          0x26 shra
          0x27 xor
          0x28 bra
          0x29 eq
          0x2a ge
          0x2b gt
          0x2c le
          0x2d lt
          0x2e ne
          0x2f skip
          0x30 lit0
          0x31 lit1
          0x32 lit2
          0x33 lit3
          0x34 lit4
          0x35 lit5
          0x36 lit6
          0x37 lit7
          0x38 lit8
          0x39 lit9
          0x3a lit10
          0x3b lit11
          0x3c lit12
          0x3d lit13
          0x3e lit14
          0x3f lit15
          0x40 lit16
          0x41 lit17
          0x42 lit18
          0x43 lit19
          0x44 lit20
          0x45 lit21
          0x46 lit22
          0x47 lit23
          0x48 lit24
          0x49 lit25
          0x4a lit26
          0x4b lit27
          0x4c lit28
          0x4d lit29
          0x4e lit30
          0x4f lit31
          0x50 reg0
          0x51 reg1
          0x52 reg2
          0x53 reg3
          0x54 reg4
          0x55 reg5
          0x56 reg6
          0x57 reg7
          0x58 reg8
          0x59 reg9
          0x5a reg10
          0x5b reg11
          0x5c reg12
          0x5d reg13
          0x5e reg14
          0x5f reg15
          0x60 reg16
          0x61 reg17
          0x62 reg18
          0x63 reg19
          0x64 reg20
          0x65 reg21
          0x66 reg22
          0x67 reg23
          0x68 reg24
          0x69 reg25
          0x6a reg26
          0x6b reg27
          0x6c reg28
          0x6d reg29
          0x6e reg30
          0x6f reg31
          0x70 breg0
          0x71 breg1
          0x72 breg2
          0x73 breg3
          0x74 breg4
          0x75 breg5
          0x76 breg6
          0x77 breg7
          0x78 breg8
          0x79 breg9
          0x7a breg10
          0x7b breg11
          0x7c breg12
          0x7d breg13
          0x7e breg14
          0x7f breg15
          0x80 breg16
          0x81 breg17
          0x82 breg18
          0x83 breg19
          0x84 breg20
          0x85 breg21
          0x86 breg22
          0x87 breg23
          0x88 breg24
          0x89 breg25
          0x8a breg26
          0x8b breg27
          0x8c breg28
          0x8d breg29
          0x8e breg30
          0x8f breg31
          0x90 regx
          0x91 fbreg
          0x92 bregx
          0x93 piece
          0x94 deref_size
          0x95 xderef_size
          0x96 nop
          0x97 push_object_address
          0x98 call2
          0x99 call4
          0x9a call_ref
          0x9b form_tls_address
          0x9c call_frame_cfa
          0x9d bit_piece
          0x9e implicit_value
          0x9f stack_value
          0xa0 implicit_pointer
          0xa1 addrx
          0xa2 constx
          0xa3 entry_value
          0xa4 const_type
          0xa5 regval_type
          0xa6 deref_type
          0xa7 xderef_type
          0xa8 convert
          0xa9 reinterpret
          0xe0 GNU_push_tls_address
          0xf0 GNU_uninit
          0xf1 GNU_encoded_addr
          0xf2 GNU_implicit_pointer
          0xf3 GNU_entry_value
          0xf4 GNU_const_type
          0xf5 GNU_regval_type
          0xf6 GNU_deref_type
          0xf7 GNU_convert
          0xf9 GNU_reinterpret
          0xfa GNU_parameter_ref
          0xfb GNU_addr_index
          0xfc GNU_const_index
          0xfd GNU_variable_value
          """);

  /** DW_OP_addr. */
  public static final int ADDR = 0x03;

  /** DW_OP_deref. */
  public static final int DEREF = 0x06;

  /** DW_OP_const1u. */
  public static final int CONST1U = 0x08;

  /** DW_OP_const1s. */
  public static final int CONST1S = 0x09;

  /** DW_OP_const2u. */
  public static final int CONST2U = 0x0a;

  /** DW_OP_const2s. */
  public static final int CONST2S = 0x0b;

  /** DW_OP_const4u. */
  public static final int CONST4U = 0x0c;

  /** DW_OP_const4s. */
  public static final int CONST4S = 0x0d;

  /** DW_OP_const8u. */
  public static final int CONST8U = 0x0e;

  /** DW_OP_const8s. */
  public static final int CONST8S = 0x0f;

  /** DW_OP_constu. */
  public static final int CONSTU = 0x10;

  /** DW_OP_consts. */
  public static final int CONSTS = 0x11;

  /** DW_OP_pick. */
  public static final int PICK = 0x15;

  /** DW_OP_plus_uconst. */
  public static final int PLUS_UCONST = 0x23;

  /** DW_OP_bra. */
  public static final int BRA = 0x28;

  /** DW_OP_skip. */
  public static final int SKIP = 0x2f;

  /** DW_OP_lit0. */
  public static final int LIT0 = 0x30;

  /** DW_OP_lit31. */
  public static final int LIT31 = 0x4f;

  /** DW_OP_reg0. */
  public static final int REG0 = 0x50;

  /** DW_OP_breg0. */
  public static final int BREG0 = 0x70;

  /** DW_OP_breg31. */
  public static final int BREG31 = 0x8f;

  /** DW_OP_regx. */
  public static final int REGX = 0x90;

  /** DW_OP_fbreg. */
  public static final int FBREG = 0x91;

  /** DW_OP_bregx. */
  public static final int BREGX = 0x92;

  /** DW_OP_piece. */
  public static final int PIECE = 0x93;

  /** DW_OP_deref_size. */
  public static final int DEREF_SIZE = 0x94;

  /** DW_OP_xderef_size. */
  public static final int XDEREF_SIZE = 0x95;

  /** DW_OP_call2. */
  public static final int CALL2 = 0x98;

  /** DW_OP_call4. */
  public static final int CALL4 = 0x99;

  /** DW_OP_call_ref. */
  public static final int CALL_REF = 0x9a;

  /** DW_OP_form_tls_address. */
  public static final int FORM_TLS_ADDRESS = 0x9b;

  /** DW_OP_call_frame_cfa. */
  public static final int CALL_FRAME_CFA = 0x9c;

  /** DW_OP_bit_piece. */
  public static final int BIT_PIECE = 0x9d;

  /** DW_OP_implicit_value. */
  public static final int IMPLICIT_VALUE = 0x9e;

  /** DW_OP_stack_value. */
  public static final int STACK_VALUE = 0x9f;

  /** DW_OP_implicit_pointer. */
  public static final int IMPLICIT_POINTER = 0xa0;

  /** DW_OP_addrx. */
  public static final int ADDRX = 0xa1;

  /** DW_OP_constx. */
  public static final int CONSTX = 0xa2;

  /** DW_OP_entry_value. */
  public static final int ENTRY_VALUE = 0xa3;

  /** DW_OP_const_type. */
  public static final int CONST_TYPE = 0xa4;

  /** DW_OP_regval_type. */
  public static final int REGVAL_TYPE = 0xa5;

  /** DW_OP_deref_type. */
  public static final int DEREF_TYPE = 0xa6;

  /** DW_OP_xderef_type. */
  public static final int XDEREF_TYPE = 0xa7;

  /** DW_OP_convert. */
  public static final int CONVERT = 0xa8;

  /** DW_OP_reinterpret. */
  public static final int REINTERPRET = 0xa9;

  /** DW_OP_GNU_push_tls_address. */
  public static final int GNU_PUSH_TLS_ADDRESS = 0xe0;

  /** DW_OP_GNU_encoded_addr. */
  public static final int GNU_ENCODED_ADDR = 0xf1;

  /** DW_OP_GNU_implicit_pointer. */
  public static final int GNU_IMPLICIT_POINTER = 0xf2;

  /** DW_OP_GNU_entry_value. */
  public static final int GNU_ENTRY_VALUE = 0xf3;

  /** DW_OP_GNU_const_type. */
  public static final int GNU_CONST_TYPE = 0xf4;

  /** DW_OP_GNU_regval_type. */
  public static final int GNU_REGVAL_TYPE = 0xf5;

  /** DW_OP_GNU_deref_type. */
  public static final int GNU_DEREF_TYPE = 0xf6;

  /** DW_OP_GNU_convert. */
  public static final int GNU_CONVERT = 0xf7;

  /** DW_OP_GNU_reinterpret. */
  public static final int GNU_REINTERPRET = 0xf9;

  /** DW_OP_GNU_parameter_ref. */
  public static final int GNU_PARAMETER_REF = 0xfa;

  /** DW_OP_GNU_addr_index. */
  public static final int GNU_ADDR_INDEX = 0xfb;

  /** DW_OP_GNU_const_index. */
  public static final int GNU_CONST_INDEX = 0xfc;

  /** DW_OP_GNU_variable_value. */
  public static final int GNU_VARIABLE_VALUE = 0xfd;

  private OperationCode() {}

  /** The name, or the prefix and the number. */
  public static String name(long value) {
    return NAMES.name(value);
  }
}
