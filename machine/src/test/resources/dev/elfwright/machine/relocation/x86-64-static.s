	.text
	.globl	_start
_start:
	.quad	target + 8, target - ., absolute
	.long	target + 8, target - ., absolute
	.word	absolute
	.byte	absolute
	.reloc	., R_X86_64_PC16, _start
	.word	2
	.reloc	., R_X86_64_PC8, _start
	.byte	2
	movq	$target, %rax
	call	_start@PLT
	call	_start
	movl	$target, %eax
	.long	target@SIZE
	.quad	target@SIZE
	mov	%fs:local@TPOFF, %eax
	.quad	local@TPOFF
	.reloc	., R_X86_64_PC32_BND, target
	.long	0
	.reloc	., R_X86_64_PLT32_BND, target
	.long	0
	.data
	.globl	target
	.type	target, @object
target:
	.quad	1
	.size	target, 8
	.section .tdata, "awT", @progbits
	.globl	local
	.type	local, @object
	.long	1
local:
	.long	2
