	.text
	.globl	_start
_start:
	.long	target + 8, target - ., absolute
	.word	absolute
	.byte	absolute
	.reloc	., R_386_PC16, _start
	.word	2
	.reloc	., R_386_PC8, _start
	.byte	2
	call	_start@PLT
	call	_start
	.long	target@SIZE
	mov	%gs:local@NTPOFF, %eax
	mov	$local@TPOFF, %eax
	.data
	.globl	target
	.type	target, @object
target:
	.long	1
	.size	target, 8
	.section .tdata, "awT", @progbits
	.globl	local
	.type	local, @object
	.long	1
local:
	.long	2
