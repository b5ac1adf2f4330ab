"""Google: the codec by itself, and the client against the simulator over HTTP."""
