"""An event loop for a place with nothing to wait for: no network, no other process, and sleeping takes no time."""

import asyncio
import asyncio.base_events


class EventLoop(asyncio.base_events.BaseEventLoop):
    """Runs what is due, and moves its clock on to what comes next."""

    def __init__(self):
        super().__init__()
        self._selector = self
        self._passed = 0.0

    def time(self):
        return super().time() + self._passed

    def select(self, timeout):
        """Waits in no time for the next callback."""
        if timeout is None:
            raise RuntimeError("every task waits for something that will not happen")
        self._passed += timeout
        return []

    def _process_events(self, events):
        """There are none."""

    def _write_to_self(self):
        """There is no other thread to wake this one."""


_Policy = getattr(asyncio.events, "_BaseDefaultEventLoopPolicy", None) or asyncio.events.BaseDefaultEventLoopPolicy


class Policy(_Policy):
    """Makes such loops for `asyncio.run`."""

    _loop_factory = EventLoop


def install():
    """Makes such loops the ones that programs get."""
    set_policy = getattr(asyncio.events, "_set_event_loop_policy", asyncio.events.set_event_loop_policy)
    set_policy(Policy())
    asyncio.run = asyncio.runners.run
