	.text
	.reloc	., R_LARCH_GOT_PC_HI20, target
	.word 0x0280018c
	.reloc	., R_LARCH_GOT_PC_LO12, target
	.word 0x0280018c
	.reloc	., R_LARCH_GOT64_PC_LO20, target
	.word 0x0280018c
	.reloc	., R_LARCH_GOT64_PC_HI12, target
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_IE_PC_HI20, other
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_IE_PC_LO12, other
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_IE64_PC_LO20, other
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_IE64_PC_HI12, other
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_DESC_PC_HI20, described
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_DESC_PC_LO12, described
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_DESC64_PC_LO20, described
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_DESC64_PC_HI12, described
	.word 0x0280018c
	.reloc	., R_LARCH_TLS_GD_PC_HI20, local
	.word 0x18000004
	.reloc	., R_LARCH_TLS_LD_PC_HI20, third
	.word 0x18000004
	.reloc	., R_LARCH_TLS_GD_PCREL20_S2, local
	.word 0x18000004
	.reloc	., R_LARCH_TLS_LD_PCREL20_S2, third
	.word 0x18000004
	.reloc	., R_LARCH_TLS_DESC_PCREL20_S2, described
	.word 0x18000004
	.section .debug, "a"
	.reloc	., R_LARCH_TLS_DTPREL32, hiddenlocal
	.word 0
	.reloc	., R_LARCH_TLS_DTPREL64, hiddenlocal
	.dword 0
	.data
	.balign	16
	.globl	target
	.type	target, @object
target:
	.long	1, 2
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
	.hidden hiddenlocal
hiddenlocal:
	.dword 6
