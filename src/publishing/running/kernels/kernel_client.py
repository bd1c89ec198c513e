"""The client of a kernel that is known to be ready: it doesn't wait to see whether it is."""

import asyncio
from queue import Empty

from jupyter_client import AsyncKernelClient

ASKED_AGAIN = 0.1  # seconds
GIVEN_UP = 2  # seconds, after which the library's own way is tried


class PromptClient(AsyncKernelClient):
    """A client that is ready when the kernel has answered one request on both channels.

    The library's own, after the same answer, goes on listening for a fifth of a second until nothing more comes: more
    than a light notebook's own work.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        try:
            async with asyncio.timeout(min(GIVEN_UP, timeout or GIVEN_UP)):
                while not await self._answered(self.kernel_info()):
                    pass
        except TimeoutError:
            await super().wait_for_ready(timeout)

    async def _answered(self, request: str) -> bool:
        """Whether a request was answered and its end was published; what is published before one listens is lost."""
        try:
            reply = await self.get_shell_msg(timeout=GIVEN_UP)
            while reply["parent_header"]["msg_id"] != request:
                reply = await self.get_shell_msg(timeout=GIVEN_UP)
            status = await self.get_iopub_msg(timeout=ASKED_AGAIN)
            while (
                status["parent_header"].get("msg_id") != request or status["content"].get("execution_state") != "idle"
            ):
                status = await self.get_iopub_msg(timeout=ASKED_AGAIN)
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True
