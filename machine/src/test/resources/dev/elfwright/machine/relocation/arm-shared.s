	.syntax unified
	.text
	.arm
	.long	target(GOT)
	.long	target(GOT_PREL)
	.long	hidden(GOTOFF)
	.long	_GLOBAL_OFFSET_TABLE_ - .
	.long	target(TARGET2)
	.long	local(TLSGD)
	.long	third(TLSLDM)
	.long	local(TLSLDO)
	.long	other(GOTTPOFF)
	.hidden hidden
hidden:
	nop
	.data
	.balign	16
	.globl	target
	.type	target, %object
target:
	.long	1, 2
	.section .tdata, "awT", %progbits
	.globl	local, described, other, third
	.type	local, %object
	.type	described, %object
	.type	other, %object
	.type	third, %object
	.long	1, 1
local:
	.long	2, 2
described:
	.long	3, 3
other:
	.long	4, 4
third:
	.long	5, 5
