	.text
	movq	target@GOTPCREL(%rip), %rax
	jmp	*target@GOTPCREL(%rip)
	.long	target@GOTPCREL + 4
	.long	target@GOT
	.quad	target@GOT
	.quad	target@GOTPCREL
	.quad	target@GOTPLT
	.quad	hidden@GOTOFF
	.quad	hidden@PLTOFF
	leaq	_GLOBAL_OFFSET_TABLE_(%rip), %rax
	movabsq	$_GLOBAL_OFFSET_TABLE_ - ., %rax
	.byte	0x66
	leaq	local@TLSGD(%rip), %rdi
	.word	0x6666
	rex64
	call	hidden@PLT
	leaq	local@TLSLD(%rip), %rdi
	leaq	local@DTPOFF(%rax), %rdi
	movq	other@GOTTPOFF(%rip), %rax
	leaq	described@TLSDESC(%rip), %rax
	call	*described@TLSCALL(%rax)
	.hidden	hidden
hidden:
	nop
	.data
	.quad	local@DTPOFF
	.globl	target
target:
	.quad	1
	.section .tdata, "awT", @progbits
	.globl	local, described, other
	.type	other, @object
	.type	local, @object
	.type	described, @object
	.long	1
local:
	.long	2
described:
	.long	3
other:
	.long	4
