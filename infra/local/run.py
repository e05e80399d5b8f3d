"""`make run`: the database, the demonstration network, the web server and the worker, together.

Serves until Ctrl-C. Django is not imported here: a second start must be quick.
"""

import argparse
import http.client
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from infra.local import ports
from infra.local.postgres import Cluster, LocalProblem
from infra.local.processes import Child, Kept, die_with_parent
from infra.local.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".maillon" / "postgres"
HEALTH = "/healthz"
PATIENCE, HEALTH_PATIENCE = 10.0, 60.0
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
DEMO_SECRET = "maillon-demo"  # noqa: S105 - announced to all: everything there is invented


class Stop(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: leave in order. No Exception: nothing catches it."""


def main() -> int:
    terminal = Terminal()
    began = float(os.environ.get("MAILLON_STARTED") or time.time())  # make's own start, if it told
    if "MAKELEVEL" in os.environ:  # a killed make must not leave us behind
        die_with_parent(signal.SIGTERM)
    for sign in STOPPING:
        signal.signal(sign, _stop)
    site = Site(terminal, began)
    try:
        return _serve_until_stopped(site, terminal)
    except LocalProblem as problem:
        terminal.problem(str(problem))
        return 1


def _serve_until_stopped(site: "Site", terminal: Terminal) -> int:
    try:
        site.open(_port())
        site.watch()
    except Stop:
        terminal.line()
        terminal.line("Arrêt demandé : le site, les tâches de fond puis la base s'arrêtent.")
        site.close()
        terminal.line("Tout est arrêté, les données sont gardées. À bientôt !")
    finally:
        site.close()
    return 0


class Site:
    """Everything that runs; `close` may be called at any moment, and twice."""

    def __init__(self, terminal: Terminal, began: float) -> None:
        self.terminal = terminal
        self.began = began
        self.env: dict[str, str] = {}
        self.cluster: Cluster | None = None
        self.web: Child | None = None
        self.worker: Kept | None = None
        self.builder: Kept | None = None
        self.preparation: Child | None = None

    def open(self, port: int) -> None:
        ports.must_be_free(port)
        urls = _given_urls() or self._own_database()
        self.env = _environment(urls[0]) | {"MAILLON_PORT": str(port)}
        self._prepare(urls[1])
        self._serve(port)
        self.worker = self._keep("Les tâches de fond se sont arrêtées", ["worker"], self.env)
        self.builder = self._keep(
            "L'ouverture des antennes s'est arrêtée", ["builder"], self._owner_env(urls[1])
        )
        self._greet(port)

    def watch(self) -> None:
        """Until the web server dies. A worker, a builder or a database that dies is started again."""
        while self.web and not self.web.ended():
            time.sleep(0.5)
            if self.cluster and not self.cluster.running():
                self.terminal.line("La base de données s'est arrêtée toute seule : je la relance.")
                self.cluster.start(self.cluster.port)
            for kept in (self.worker, self.builder):
                if kept:
                    kept.mind()
        raise LocalProblem("Le serveur web s'est arrêté (sa raison est affichée au-dessus) : tout s'arrête.")

    def close(self) -> None:
        for sign in STOPPING:  # nothing interrupts from here: each wait is bounded
            signal.signal(sign, signal.SIG_IGN)
        for child in (self.web, self.worker, self.builder, self.preparation):
            if child:
                child.stop(PATIENCE)
        if self.cluster:
            self.cluster.stop()

    def _own_database(self) -> tuple[str, str]:
        self.terminal.step("Démarrage de PostgreSQL")
        self.cluster = Cluster(HOME)
        self.cluster.start()
        self.terminal.done("PostgreSQL")
        return self.cluster.app_url(), self.cluster.owner_url()

    def _prepare(self, owner_url: str) -> None:
        # The owner's credentials are for this step and the builder: the web and the worker never see them.
        self.terminal.step("Préparation du réseau de démonstration")
        command = [sys.executable, "manage.py", "prepare", "--demo"]
        self.preparation = Child(
            command, cwd=ROOT, env=self._owner_env(owner_url), orphaned=signal.SIGKILL, piped=True
        )
        code, last = self.preparation.follow(self.terminal.detail)
        if code:
            self.terminal.line("\n".join(last))
            raise LocalProblem("La préparation du réseau de démonstration a échoué (détails au-dessus).")
        self.terminal.done("Réseau de démonstration")

    def _serve(self, port: int) -> None:
        self.terminal.step("Démarrage du site")
        command = [
            *(sys.executable, "-m", "gunicorn", "hub.wsgi:application"),
            *("--chdir", str(ROOT), "--bind", f"{ports.LOOPBACK}:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning"),
        ]
        self.web = Child(command, cwd=ROOT, env=self.env)
        _wait_until_healthy(self.web, port)
        self.terminal.done("Site")

    def _keep(self, died: str, command: list[str], env: dict[str, str]) -> Kept:
        def start() -> Child:
            # Killed outright if we are: a task may die at any line, a lingering one would work twice.
            whole = [sys.executable, "manage.py", *command]
            return Child(whole, cwd=ROOT, env=env, orphaned=signal.SIGKILL)

        return Kept(start, died=lambda wait: self.terminal.line(f"{died} ; nouvel essai dans {wait:.0f} s."))

    def _owner_env(self, owner_url: str) -> dict[str, str]:
        return self.env | {"MAILLON_OWNER": "1", "DATABASE_OWNER_URL": owner_url}

    def _greet(self, port: int) -> None:
        took = f"{time.time() - self.began:.1f}".replace(".", ",")
        for line in _welcome(port):
            self.terminal.line(line)
        self.terminal.line(f"Prêt en {took} s. Ctrl-C arrête tout et garde les données.")


def _stop(_sign: int, _frame: FrameType | None) -> None:
    raise Stop


def _port() -> int:
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--port", default="8000")
    return ports.number(parser.parse_args().port)


def _given_urls() -> tuple[str, str] | None:
    app, owner = os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", "")
    if bool(app) != bool(owner):
        names = ("DATABASE_URL", "DATABASE_OWNER_URL")
        given, missing = names if app else reversed(names)
        raise LocalProblem(
            f"{given} est donné sans {missing} : donnez les deux, ou aucun pour la base locale."
        )
    return (app, owner) if app else None


def _environment(app_url: str) -> dict[str, str]:
    env = dict(os.environ)
    env.pop("DATABASE_OWNER_URL", None)
    # Compiled once by the first of them, the libraries load three times faster in the others.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    paths = [str(ROOT), str(ROOT / "platform"), env.get("PYTHONPATH", "")]
    return env | {
        "DATABASE_URL": app_url,
        "MAILLON_DEMO": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def _wait_until_healthy(web: Child, port: int) -> None:
    deadline = time.monotonic() + HEALTH_PATIENCE
    answer = "aucune réponse"
    while time.monotonic() < deadline:
        if web.ended():
            raise LocalProblem("Le serveur web n'a pas démarré (sa raison est affichée au-dessus).")
        connection = http.client.HTTPConnection(ports.LOOPBACK, port, timeout=10)
        try:
            connection.request("GET", HEALTH)
            status = connection.getresponse().status
            if status == 200:
                return
            answer = f"réponse {status}"
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise LocalProblem(
        f"Le site n'est pas en bonne santé après {HEALTH_PATIENCE:.0f} s ({HEALTH} : {answer})."
    )


def _welcome(port: int) -> list[str]:
    def at(host: str) -> str:
        return f"http://{host}:{port}"

    return [
        "",
        "Maillon est ouvert (démonstration : tout y est inventé).",
        "",
        f"  Porte d'entrée        {at('localhost')}   la liste de tous les sites",
        f"  Réseau national       {at('reseau.localhost')}",
        f"  Espace mécènes        {at('partenaires.localhost')}",
        f"  Antennes              {at('grenoble.localhost')}",
        f"                        {at('lyon.localhost')}",
        f"                        {at('lille.localhost')}   … et 16 autres",
        "",
        f"Comptes, tous avec le mot de passe « {DEMO_SECRET} » :",
        "  lea@grenoble.example (animation), desk@grenoble.example (accueil),",
        "  manager@grenoble.example (responsable), de même dans chaque antenne ;",
        "  à Lyon l'animation est tenue par karim@lyon.example",
        "  nadia@reseau.example (programmes), partnerships@, finance@, dpo@ et admin@reseau.example",
        "  fondation@partenaires.example (mécène)",
        "",
    ]


if __name__ == "__main__":
    sys.exit(main())
