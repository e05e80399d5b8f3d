"""A small supervisor of the embedded PostgreSQL, for development and for the tests.

    with Cluster(Path(".maillon/postgres")) as cluster:
        print(cluster.app_url())

Its data survive Ctrl-C, a kill -9 of the supervisor and a kill -9 of PostgreSQL. Whatever goes
wrong and could be expected raises LocalProblem, whose text is one French sentence.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from infra.local import data, places, ports, postmaster
from infra.local.account import Account, account_for
from infra.local.data import APP, OWNER
from infra.local.lock import Lock
from infra.local.problems import LocalProblem, disk_problems_said, explain

if TYPE_CHECKING:
    import psycopg

__all__ = ["DATABASE", "Cluster", "LocalProblem"]

DATABASE = "maillon"

# What a developer's machine needs: little memory, many locks (one transaction may touch the
# tables of some twenty schemas), no compilation of queries (it costs more than these queries).
SETTINGS = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "max_locks_per_transaction": "256",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "''",  # their paths may not pass 107 characters: TCP serves all
}
# For tests, whose data are worth nothing after a power cut: no waiting for the disk.
FRAGILE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
LOG_LIMIT = 10_000_000


class Cluster:
    """One PostgreSQL server with its data, under the folder `home`.

    `durable=False` gives up safety against power cuts for speed (tests only). `bin_dir` names the
    folder of another PostgreSQL's initdb and pg_ctl (15 or later) instead of the embedded ones.
    """

    def __init__(self, home: Path, *, durable: bool = True, bin_dir: Path | None = None) -> None:
        self.home = Path(home).resolve()
        self.durable = durable
        self.bin_dir = bin_dir
        self.port: int | None = None
        self._base: Path | None = None
        self._lock = Lock()

    # What callers use ---------------------------------------------------------------------

    def start(self, port: int | None = None) -> None:
        """Start, making the data if there are none; a server left by a killed supervisor is kept.

        Without `port`, the last one if it is still free, else any free one. Calling it again
        restarts a server that died. Raises LocalProblem.
        """
        with disk_problems_said(self.home):
            base = self._settle()
            self._lock.take(base / places.LOCK_FILE)
            try:
                self._start(port)
                self._make_roles()
            except BaseException:
                with suppress(LocalProblem):  # the first trouble is the one to tell
                    self.stop()
                self._lock.drop()
                raise

    def stop(self) -> None:
        """Stop the server, without loss, and free the folder. Does nothing if it is not ours."""
        if not self._lock.held:
            return
        with disk_problems_said(self.home):
            if server := postmaster.find(self.data):
                server.stop()
        self._lock.drop()
        self.port = None

    def running(self) -> bool:
        """Whether a server of this folder is up and ready for connections."""
        if self._base is None:
            return False
        server = postmaster.find(self.data)
        return server is not None and server.ready

    def owner_url(self, dbname: str = DATABASE) -> str:
        """For migrations and the opening of antennes. Only once started."""
        return self._url(OWNER, dbname)

    def app_url(self, dbname: str = DATABASE) -> str:
        """For the application: a login that owns nothing. Only once started."""
        return self._url(APP, dbname)

    def create_database(self, name: str) -> None:
        """Make an empty database for the owner, unless it is there."""
        from psycopg import sql

        with self._connected() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                query = sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER)
                )
                connection.execute(query)

    def destroy(self) -> None:
        """Stop the server and delete the home with all its data, wherever they are."""
        if not self.home.exists():
            return
        with disk_problems_said(self.home):
            self._base = self._base or places.elsewhere(self.home) or self.home
            self._lock.take(self._base / places.LOCK_FILE)
            if server := postmaster.find(self.data):
                server.stop()
            for folder in {self._base, self.home}:
                shutil.rmtree(folder)
            self._lock.drop()
            self._base = self.port = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def data(self) -> Path:
        return self._cluster_folder / "data"

    @property
    def log(self) -> Path:
        return self._cluster_folder / "postgres.log"

    # Where ----------------------------------------------------------------------------------

    @property
    def _cluster_folder(self) -> Path:
        """The one folder that belongs to PostgreSQL's account."""
        return self._settled / "cluster"

    @property
    def _settled(self) -> Path:
        if self._base is None:
            raise LocalProblem("La base locale n'est pas démarrée.")
        return self._base

    def _settle(self) -> Path:
        """Choose where the data live, once for the life of this object."""
        if self._base is None:
            if not self.home.exists():
                self.home.mkdir(parents=True)
            self._base = places.elsewhere(self.home) or self._new_base()
        return self._base

    def _new_base(self) -> Path:
        account = account_for(self.home / "cluster")
        if account.may_use(self.home):
            return self.home
        left = places.private_folder(self.home)
        if left.exists():  # its home was deleted by hand: these data are nobody's any more
            if server := postmaster.find(left / "cluster" / "data"):
                server.stop()
            shutil.rmtree(left)
        return places.move_out(self.home, left)

    # Starting -------------------------------------------------------------------------------

    def _start(self, asked: int | None) -> None:
        account = account_for(self._cluster_folder)
        programs = places.programs(self.bin_dir, self._settled, account)
        account.make_folder(self._cluster_folder)
        if not self.data.exists():
            data.make(self.data, self.log, base=self._settled, account=account, programs=programs)
        data.check(self.data, self.log, account=account, programs=programs)
        if self._adopt(asked):
            return
        postmaster.clear_the_way(self.data)
        self._launch(account, programs, asked)

    def _adopt(self, asked: int | None) -> bool:
        """Keep the server a killed supervisor left, if it is as we want it; otherwise stop it."""
        # It may be recovering from a crash: that ends by itself, one way or the other.
        postmaster.until(lambda: self.running() or not postmaster.find(self.data), 60)
        server = postmaster.find(self.data)
        if server is None:
            return False
        if server.ready and asked in (None, server.port):
            self.port = server.port
            with suppress(LocalProblem), self._connected() as connection:
                row = connection.execute("SELECT current_setting('fsync')").fetchone()
                if row == ("on" if self.durable else "off",):
                    return True
        server.stop()
        return False

    def _launch(self, account: Account, programs: Path, asked: int | None) -> None:
        self._trim_log()
        for _ in range(3):  # a port we found free may be taken before PostgreSQL listens on it
            port = self._choose_port(asked)
            already = self.log.stat().st_size if self.log.exists() else 0
            started = account.run(
                programs / "pg_ctl",
                *("start", "-D", self.data, "-l", self.log, "-w", "-t", "60", "-s"),
                *("-o", self._options(port)),
            )
            if started.returncode == 0:
                self.port = port
                (self._settled / "port").write_text(f"{port}\n")
                return
            said = started.stdout + self._log_since(already)
            if "Address already in use" not in said:
                raise explain(said, self.log)
        raise ports.taken(port)

    def _options(self, port: int) -> str:
        settings = SETTINGS | ({} if self.durable else FRAGILE) | {"port": str(port)}
        return " ".join(f"-c {name}={value}" for name, value in settings.items())

    def _choose_port(self, asked: int | None) -> int:
        if asked is not None:
            if not ports.is_free(asked):
                raise ports.taken(asked)
            return asked
        with suppress(FileNotFoundError, ValueError):
            last = int((self._settled / "port").read_text())
            if ports.is_free(last):
                return last
        return ports.any_free()

    def _trim_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            os.truncate(self.log, 0)

    def _log_since(self, position: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as file:
            file.seek(position)
            return file.read().decode(errors="replace")

    # Talking to it --------------------------------------------------------------------------

    def _make_roles(self) -> None:
        from psycopg import sql

        with self._connected() as connection:
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone()
            # NOINHERIT: this login has no right by itself, only those of the role it takes.
            query = sql.SQL(
                "{} ROLE {} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}"
            ).format(
                sql.SQL("ALTER" if known else "CREATE"),
                sql.Identifier(APP),
                sql.Literal(data.secret(self._settled, APP)),
            )
            connection.execute(query)
        self.create_database(DATABASE)

    @contextmanager
    def _connected(self) -> "Iterator[psycopg.Connection[tuple[object, ...]]]":
        import psycopg  # here, for « make reset » works without it

        try:
            with psycopg.connect(
                self.owner_url("postgres"), autocommit=True, connect_timeout=10
            ) as connection:
                yield connection
        except psycopg.OperationalError as error:
            raise explain(str(error), self.log) from error

    def _url(self, role: str, dbname: str) -> str:
        if self.port is None:
            raise LocalProblem("La base locale n'est pas démarrée.")
        login = f"{role}:{data.secret(self._settled, role)}"
        return f"postgresql://{login}@{ports.LOOPBACK}:{self.port}/{dbname}"
