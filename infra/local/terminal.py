"""What the person at the terminal sees: French lines, one live line when it is a real terminal."""

import shutil
import sys
import time


class Terminal:
    """Steps with their details. On a file or a pipe each detail is a line of its own."""

    def __init__(self) -> None:
        self._stream = sys.stdout
        self._live = self._stream.isatty()
        self._begun = time.monotonic()
        # A terminal that cannot show an accent must not stop the work.
        if hasattr(self._stream, "reconfigure"):
            self._stream.reconfigure(errors="replace", line_buffering=True)

    def step(self, text: str) -> None:
        self._begun = time.monotonic()
        if self._live:
            self._write(f"… {text}")
        else:
            self._write(f"… {text}\n")

    def detail(self, text: str) -> None:
        """What the current step is at."""
        if self._live:
            width = shutil.get_terminal_size().columns - 3
            self._write(f"\r\033[K… {text[:width]}")
        else:
            self._write(f"  {text}\n")

    def done(self, text: str) -> None:
        took = time.monotonic() - self._begun
        self.line(f"✓ {text} ({took:.1f} s)".replace(".", ","))

    def line(self, text: str = "") -> None:
        self._write(f"{self._clear()}{text}\n")

    def problem(self, text: str) -> None:
        self.line(f"✗ {text}")

    def _clear(self) -> str:
        return "\r\033[K" if self._live else ""

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # nobody reads any more; the servers go on
            pass
