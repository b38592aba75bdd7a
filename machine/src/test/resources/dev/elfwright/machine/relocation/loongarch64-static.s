	.text
	.globl _start
_start:
	.reloc	., R_LARCH_32, target
	.word 0
	.reloc	., R_LARCH_64, target
	.dword 0
	.reloc	., R_LARCH_B16, near
	.word 0x4c000021
	.reloc	., R_LARCH_B21, near
	.word 0x50000000
	.reloc	., R_LARCH_B26, near
	.word 0x50000000
	.reloc	., R_LARCH_CALL36, near
	.word 0x1e000001, 0x4c000021
	.reloc	., R_LARCH_ABS_HI20, target + 0x804
	.word 0x0280018c
	.reloc	., R_LARCH_ABS_LO12, target + 0x804
	.word 0x0280018c
	.reloc	., R_LARCH_ABS64_LO20, target + 0x804
	.word 0x0280018c
	.reloc	., R_LARCH_ABS64_HI12, target + 0x804
	.word 0x0280018c
	.reloc	., R_LARCH_PCALA_HI20, target + 0x804
	.word 0x0280018c
	.reloc	., R_LARCH_PCALA_LO12, target + 0x804
	.word 0x0280018c
	.reloc	., R_LARCH_PCALA64_LO20, target + 0x804
	.word 0x0280018c
	.reloc	., R_LARCH_PCALA64_HI12, target + 0x804
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_LE_HI20, local
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_LE_LO12, local
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_LE64_LO20, local
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_LE64_HI12, local
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_LE_HI20_R, local
	.word 0x14000004
	.reloc	., R_LARCH_TLS_LE_LO12_R, local
	.word 0x02800084
	.reloc	., R_LARCH_32_PCREL, target
	.word 0
	.reloc	., R_LARCH_64_PCREL, target
	.dword 0
	.reloc	., R_LARCH_PCREL20_S2, target
	.word 0x18000004
	.reloc	., R_LARCH_GOT_HI20, target
	.word 0x0280018c
	.reloc	., R_LARCH_GOT_LO12, target
	.word 0x0280018c
	.reloc	., R_LARCH_GOT64_LO20, target
	.word 0x0280018c
	.reloc	., R_LARCH_GOT64_HI12, target
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_IE_HI20, other
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_IE_LO12, other
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_IE64_LO20, other
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_IE64_HI12, other
	.word 0x0280018c
	.globl near
near:
	.word 0x03400000
	.data
	.balign	16
	.globl	target
	.type	target, @object
target:
	.long	1, 2
	.reloc	., R_LARCH_ADD6, near
	.reloc	., R_LARCH_SUB6, _start
	.byte 0x45
	.reloc	., R_LARCH_ADD8, near
	.reloc	., R_LARCH_SUB8, _start
	.byte 7
	.reloc	., R_LARCH_ADD16, near
	.reloc	., R_LARCH_SUB16, _start
	.half 7
	.byte 7, 0, 0
	.reloc	., R_LARCH_ADD32, near
	.reloc	., R_LARCH_SUB32, _start
	.word 7
	.reloc	., R_LARCH_ADD64, near
	.reloc	., R_LARCH_SUB64, _start
	.dword 7
	.reloc	., R_LARCH_ADD_ULEB128, near
	.reloc	., R_LARCH_SUB_ULEB128, _start
	.byte 0x80, 0x80, 0
	.section .tdata, "awT", @progbits
	.globl	local, described, other, third
	.type	local, @object
	.type	described, @object
	.type	other, @object
	.type	third, @object
	.long	1, 1
local:
	.long	2, 2
described:
	.long	3, 3
other:
	.long	4, 4
third:
	.long	5, 5
