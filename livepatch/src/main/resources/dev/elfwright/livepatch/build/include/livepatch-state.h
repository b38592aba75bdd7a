/* The states that a livepatch has in its care (--state ID:VERSION), with what they carry from one patch to the next that
   takes its place (Documentation/livepatch/system-state.rst). In callbacks: klp_get_state(&livepatch_self, ID)->data is
   this patch's, klp_get_prev_state(ID) is the state of the patch before, or NULL. */
#ifndef _LIVEPATCH_STATE_H
#define _LIVEPATCH_STATE_H

#include <linux/livepatch.h>

/* The livepatch itself. */
extern struct klp_patch livepatch_self;

#endif
