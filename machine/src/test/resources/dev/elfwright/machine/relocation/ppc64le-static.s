	.abiversion 2
	.text
	.globl	_start
_start:
	.globl	near
near:
	nop
	nop
	.localentry near, 8
	.reloc	., R_PPC64_ADDR64, target
	.quad 0
	.reloc	., R_PPC64_UADDR64, target
	.quad 0
	.reloc	., R_PPC64_ADDR32, target
	.long 0
	.reloc	., R_PPC64_UADDR32, target
	.long 0
	.reloc	., R_PPC64_UADDR16, absolute
	.short 0
	.reloc	., R_PPC64_ADDR16, absolute
	.short 0
	.reloc	., R_PPC64_ADDR16_DS, absolute + 2
	.short 0
	.reloc	., R_PPC64_ADDR16_LO_DS, target
	.short 0
	.reloc	., R_PPC64_ADDR24, absolute + 2
	.long 0x48000002
	.reloc	., R_PPC64_ADDR14, absolute + 2
	.long 0x40000002
	.reloc	., R_PPC64_ADDR16_LO, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HI, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HA, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGH, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGHA, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGHER, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGHERA, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGHEST, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGHESTA, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGHER34, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGHERA34, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGHEST34, target
	.short 0
	.reloc	., R_PPC64_ADDR16_HIGHESTA34, target
	.short 0
	.balign	4
	.reloc	., R_PPC64_REL24, near
	.long 0x48000001
	.reloc	., R_PPC64_REL24_NOTOC, plain
	.long 0x48000001
	.reloc	., R_PPC64_REL24_P9NOTOC, plain
	.long 0x48000001
	.reloc	., R_PPC64_REL14, plain
	.long 0x40000000
	.reloc	., R_PPC64_REL32, target
	.long 0
	.reloc	., R_PPC64_REL64, target
	.quad 0
	.reloc	., R_PPC64_REL16, plain
	.short 0
	.reloc	., R_PPC64_REL16_LO, target
	.short 0
	.reloc	., R_PPC64_REL16_HI, target
	.short 0
	.reloc	., R_PPC64_REL16_HA, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGH, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGHA, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGHER, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGHERA, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGHEST, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGHESTA, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGHER34, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGHERA34, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGHEST34, target
	.short 0
	.reloc	., R_PPC64_REL16_HIGHESTA34, target
	.short 0
	.reloc	., R_PPC64_REL16DX_HA, target
	.long 0x4c600004
	.reloc	., R_PPC64_TOC16, target
	.short 0
	.reloc	., R_PPC64_TOC16_LO, target
	.short 0
	.reloc	., R_PPC64_TOC16_HI, target
	.short 0
	.reloc	., R_PPC64_TOC16_HA, target
	.short 0
	.reloc	., R_PPC64_TOC16_DS, target
	.short 0
	.reloc	., R_PPC64_TOC16_LO_DS, target
	.short 0
	.reloc	., R_PPC64_SECTOFF, target
	.short 0
	.reloc	., R_PPC64_SECTOFF_LO, target
	.short 0
	.reloc	., R_PPC64_SECTOFF_HI, target
	.short 0
	.reloc	., R_PPC64_SECTOFF_HA, target
	.short 0
	.reloc	., R_PPC64_SECTOFF_DS, target
	.short 0
	.reloc	., R_PPC64_SECTOFF_LO_DS, target
	.short 0
	.quad	.TOC.@tocbase
	.reloc	., R_PPC64_TPREL16, local
	.short 0
	.reloc	., R_PPC64_TPREL16_LO, local
	.short 0
	.reloc	., R_PPC64_TPREL16_HI, local
	.short 0
	.reloc	., R_PPC64_TPREL16_HA, local
	.short 0
	.reloc	., R_PPC64_TPREL16_HIGH, local
	.short 0
	.reloc	., R_PPC64_TPREL16_HIGHA, local
	.short 0
	.reloc	., R_PPC64_TPREL16_HIGHER, local
	.short 0
	.reloc	., R_PPC64_TPREL16_HIGHERA, local
	.short 0
	.reloc	., R_PPC64_TPREL16_HIGHEST, local
	.short 0
	.reloc	., R_PPC64_TPREL16_HIGHESTA, local
	.short 0
	.reloc	., R_PPC64_TPREL16_DS, local
	.short 0
	.reloc	., R_PPC64_TPREL16_LO_DS, local
	.short 0
	.reloc	., R_PPC64_ADDR64_LOCAL, near
	.quad 0
	.balign 64
	.reloc	., R_PPC64_D34, target
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_PCREL34, target
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_TPREL34, local
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_D34_LO, target
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_D34_HI30, target
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_D34_HA30, target
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_D28, absolute
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_PCREL28, target
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_GOT16, target
	.short	0, 0
	.globl plain
plain:
	nop
	.data
	.balign	16
	.globl	target
	.type	target, @object
target:
	.long	1, 2
	.reloc	., R_PPC64_TPREL64, local
	.quad 0
	.reloc	., R_PPC64_DTPREL64, local
	.quad 0
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
