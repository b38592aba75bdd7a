// A livepatch as people write it by hand: references to what nobody exports, in all three ways.
#include <linux/kernel.h>
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/seq_file.h>

// Not annotated: one symbol of vmlinux has this name.
extern char *saved_command_line;

// Annotated in the symbol's name: two functions of vmlinux have this name.
extern char first_user_read[] asm("\".klp.sym.rela.vmlinux.vmlinux.user_read,1\"");
extern char second_user_read[] asm("\".klp.sym.rela.vmlinux.vmlinux.user_read,2\"");
extern int pg_count_d asm("\".klp.sym.rela.pktgen.pktgen.pg_count_d,0\"");

// Annotated by a list.
extern const char linux_proc_banner[];
static const struct {
	const void *symbol;
	unsigned int position;
} __packed relocations[] __used __section(".klp.module_relocs.vmlinux") __aligned(4) = {
	{linux_proc_banner, 0},
};

static int patched_cmdline(struct seq_file *m, void *v)
{
	seq_printf(m, "patched: %s\n%px %px\n%s", saved_command_line, first_user_read,
		   second_user_read, linux_proc_banner);
	return 0;
}

static int patched_pgctrl(struct seq_file *m, void *v)
{
	seq_printf(m, "patched, %d packets\n", pg_count_d);
	return 0;
}

static struct klp_func in_vmlinux[] = {
	{.old_name = "cmdline_proc_show", .new_func = patched_cmdline},
	{},
};

static struct klp_func in_pktgen[] = {
	{.old_name = "pgctrl_show", .new_func = patched_pgctrl},
	{},
};

static struct klp_object objects[] = {
	{.funcs = in_vmlinux},
	{.name = "pktgen", .funcs = in_pktgen},
	{},
};

static struct klp_patch patch = {
	.mod = THIS_MODULE,
	.objs = objects,
};

static int __init by_hand_init(void)
{
	return klp_enable_patch(&patch);
}

static void __exit by_hand_exit(void)
{
}

module_init(by_hand_init);
module_exit(by_hand_exit);
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
