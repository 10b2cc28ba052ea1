"""Starting, measuring and stopping processes: whatever is started here ends with it, children included."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Sequence

STOP_SECONDS = 15
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOG_LINES = 25
#: What a process is given of the environment. Nothing else, so that a setting of this shell doesn't change a bot.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}


class BenchmarkError(Exception):
    """The benchmark can't go on; the message is for the person who started it."""


class Process:
    """A command that runs in a session of its own, with its output in a log file."""

    def __init__(self, command: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str]) -> None:
        self._log = log
        with log.open("a") as output:
            self._popen = subprocess.Popen(
                command,
                cwd=folder,
                env=_environment(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def check(self) -> None:
        """Raises :class:`BenchmarkError` with the end of the log if the process has ended."""
        if self._popen.poll() is not None:
            raise BenchmarkError(f"{self._log.stem} ended by itself. The end of its log:\n{self.log_end()}")

    def wait(self, seconds: float) -> None:
        """Waits for the process to end well.

        Raises:
            BenchmarkError: it failed or took too long.
        """
        try:
            status = self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            raise BenchmarkError(f"{self._log.stem} took over {seconds:.0f} s:\n{self.log_end()}") from None
        if status != 0:
            raise BenchmarkError(f"{self._log.stem} failed (status {status}):\n{self.log_end()}")

    def memory(self) -> int:
        """The resident memory of the process and all its children, in bytes."""
        return sum(resident_bytes(pid) for pid in session_members(self._popen.pid))

    def log_end(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-LOG_LINES:])

    def stop(self) -> None:
        """Asks the process to end, then makes it and its children end."""
        if self._popen.poll() is None:
            self._popen.terminate()
            try:
                self._popen.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        for pid in session_members(self._popen.pid):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self._popen.wait()


@contextmanager
def started(command: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str]) -> Iterator[Process]:
    """Runs a command while the block lasts. No Ctrl-C, however soon or often, leaves it behind."""
    process = None
    try:
        with uninterrupted():
            process = Process(command, folder, log, environment)
        yield process
    finally:
        if process is not None:
            with uninterrupted():
                process.stop()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Interruptions wait for the end of the block, then raise KeyboardInterrupt."""
    received: List[int] = []
    # A handler and not SIG_IGN, which a process that is started in the block would inherit.
    handlers = {
        number: signal.signal(number, lambda *arguments: received.append(arguments[0])) for number in INTERRUPTIONS
    }
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    if received:
        raise KeyboardInterrupt


def interrupt_on_signals() -> None:
    """Makes the signals that ask this program to end raise KeyboardInterrupt, as Ctrl-C does."""
    for number in INTERRUPTIONS:
        signal.signal(number, signal.default_int_handler)


def _environment(added: Mapping[str, str]) -> Dict[str, str]:
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, **QUIET, **added}


def session_members(leader: int) -> List[int]:
    """The processes of a session: its leader and all that it started."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _session(entry) == leader]


def _session(entry: Path) -> int:
    try:
        # After the name in brackets, which may hold spaces: state, parent, group, session.
        return int((entry / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):  # it ended in the meantime
        return -1


def resident_bytes(pid: int) -> int:
    """The resident memory of a process, 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
