	.text
	movl	target@GOT(%ebx), %eax
	addl	target@GOT(%ebx), %eax
	.long	target@GOT
	leal	hidden@GOTOFF(%ebx), %eax
	addl	$_GLOBAL_OFFSET_TABLE_, %ebx
	leal	local@TLSGD(,%ebx,1), %eax
	leal	local@TLSLDM(%ebx), %eax
	leal	local@DTPOFF(%eax), %edx
	movl	other@INDNTPOFF, %eax
	movl	other@GOTNTPOFF(%ebx), %eax
	movl	third@GOTTPOFF(%ebx), %eax
	leal	described@TLSDESC(%ebx), %eax
	call	*described@TLSCALL(%eax)
	.hidden	hidden
hidden:
	nop
	.data
	.globl	target
target:
	.long	1
	.section .tdata, "awT", @progbits
	.globl	local, described, other, third
	.type	local, @object
	.type	described, @object
	.type	other, @object
	.type	third, @object
	.long	1
local:
	.long	2
described:
	.long	3
other:
	.long	4
third:
	.long	5
