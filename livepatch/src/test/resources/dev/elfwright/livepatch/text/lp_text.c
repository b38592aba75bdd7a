// Replaces a function of the kernel and one of a module.
#include <linux/fs.h>
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/seq_file.h>

static int text_cmdline(struct seq_file *m, void *v)
{
	seq_puts(m, "patched\n");
	return 0;
}

static struct klp_func of_kernel[] = {
	{ .old_name = "cmdline_proc_show", .new_func = text_cmdline },
	{ }
};

static struct klp_object objects[] = {
	{ .funcs = of_kernel },
	{ }
};

static struct klp_patch patch = { .mod = THIS_MODULE, .objs = objects };

static int __init lp_text_init(void)
{
	return klp_enable_patch(&patch);
}

static void __exit lp_text_exit(void)
{
}

module_init(lp_text_init);
module_exit(lp_text_exit);
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
