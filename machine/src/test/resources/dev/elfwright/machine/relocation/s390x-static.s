	.text
	.globl	_start
_start:
	.reloc	., R_390_8, absolute
	.byte 0, 0
	.reloc	., R_390_12, absolute
	.word 0
	.reloc	., R_390_16, absolute
	.word 0
	.reloc	., R_390_20, absolute
	.long 0
	.reloc	., R_390_32, target
	.long 0
	.reloc	., R_390_64, target
	.quad 0
	.reloc	., R_390_PC16, near
	.word 0
	.reloc	., R_390_PC32, near
	.long 0
	.reloc	., R_390_PC64, near
	.quad 0
	.reloc	., R_390_PC16DBL, near
	.word 0
	.reloc	., R_390_PC32DBL, near
	.long 0
	.reloc	., R_390_PC12DBL, near
	.word 0
	.reloc	., R_390_PC24DBL, near
	.long 0
	.reloc	., R_390_PLT32, near
	.long 0
	.reloc	., R_390_PLT64, near
	.quad 0
	.reloc	., R_390_PLT12DBL, near
	.word 0
	.reloc	., R_390_PLT16DBL, near
	.word 0
	.reloc	., R_390_PLT24DBL, near
	.long 0
	.reloc	., R_390_PLT32DBL, near
	.long 0
	brasl	%r14, near
	larl	%r1, target
	j	near
	lay	%r1, 0(%r2)
	.globl	near
near:
	nopr	%r7
	.balign 8
	.quad	local@NTPOFF
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
