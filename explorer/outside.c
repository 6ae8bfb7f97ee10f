#include "explorer/outside.h"

#include <errno.h>
#include <signal.h>

#include "explorer/choice.h"
#include "explorer/raw.h"

bool outside_reader_has_left(object_key key)
{
	struct outside *outside = &ARENA->outside;

	if (!key || key != outside->output)
		return false;
	return outside->writes++ >= outside->leaves_after && outside->leaves;
}

long outside_tell_writer(struct call *call, object_key key)
{
	struct masked masked = step_begin(OP_WRITE, key, call->place);

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	ARENA->chosen |= CHOICE_LEAVE;
	raw(SYS_tgkill, our_process()->pid, me()->tid, SIGPIPE);
	step_end(&masked, key, -EPIPE);
	return -EPIPE;
}
