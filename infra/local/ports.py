"""Loopback TCP ports: is this one free, and which one is."""

import socket
import sys

from infra.local.problems import LocalProblem

LOOPBACK = "127.0.0.1"


def number(text: str) -> int:
    """The port a person typed. Raises LocalProblem."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LocalProblem(f"PORT={text} n'est pas un numéro de port (1 à 65535).")
    return int(text)


def must_be_free(port: int) -> None:
    """Raises LocalProblem, with what to type instead."""
    if not is_free(port):
        raise LocalProblem(
            f"Le port {port} est déjà pris par un autre programme : choisissez-en un autre, "
            f"par exemple « make run PORT={port + 1} »."
        )


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe:
        # As servers do: a port whose last connections are only fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError as error:
            raise LocalProblem(
                f"Le port {port} est réservé à root : choisissez-en un au-dessus de 1023."
            ) from error
        except OSError:
            return False
    return True


def any_free() -> int:
    """A port that was free a moment ago; another program may still take it first."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def taken(port: int) -> LocalProblem:
    return LocalProblem(f"Le port {port} est déjà pris par un autre programme : choisissez-en un autre.")


if __name__ == "__main__":  # asked by venv.sh, before a first installation that takes a while
    try:
        must_be_free(number(sys.argv[1]))
    except LocalProblem as problem:
        sys.exit(f"✗ {problem}")
