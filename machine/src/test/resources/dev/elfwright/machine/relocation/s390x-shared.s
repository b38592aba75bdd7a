	.text
	.reloc	., R_390_GOT12, target
	.word 0
	.reloc	., R_390_GOT16, target
	.word 0
	.reloc	., R_390_GOT20, target
	.long 0
	.reloc	., R_390_GOT32, target
	.long 0
	.reloc	., R_390_GOT64, target
	.quad 0
	.reloc	., R_390_GOTENT, target
	.long 0
	.reloc	., R_390_GOTPLT12, target
	.word 0
	.reloc	., R_390_GOTPLT16, target
	.word 0
	.reloc	., R_390_GOTPLT20, target
	.long 0
	.reloc	., R_390_GOTPLT32, target
	.long 0
	.reloc	., R_390_GOTPLT64, target
	.quad 0
	.reloc	., R_390_GOTPLTENT, target
	.long 0
	.reloc	., R_390_GOTOFF16, hidden
	.word 0
	.reloc	., R_390_GOTOFF32, hidden
	.long 0
	.reloc	., R_390_GOTOFF64, hidden
	.quad 0
	.reloc	., R_390_PLTOFF16, hidden
	.word 0
	.reloc	., R_390_PLTOFF32, hidden
	.long 0
	.reloc	., R_390_PLTOFF64, hidden
	.quad 0
	.reloc	., R_390_GOTPC, _GLOBAL_OFFSET_TABLE_
	.quad 0
	larl %r12, _GLOBAL_OFFSET_TABLE_
	.reloc	., R_390_TLS_GD64, local
	.quad 0
	.reloc	., R_390_TLS_LDM64, local
	.quad 0
	.reloc	., R_390_TLS_LDO64, local
	.quad 0
	.reloc	., R_390_TLS_GOTIE12, other
	.word 0
	.reloc	., R_390_TLS_GOTIE20, other
	.long 0
	.reloc	., R_390_TLS_GOTIE64, other
	.quad 0
	.reloc	., R_390_TLS_IE64, other
	.quad 0
	.reloc	., R_390_TLS_IEENT, other
	.long 0
	.hidden hidden
hidden:
	nopr	%r7
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
