"""The local database keeps its data through whatever a developer's machine does to it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra.local import ports, postmaster
from infra.local.postgres import Cluster, LocalProblem

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One cluster for the whole file, set as `make run` sets it: what it promises is tried here."""
    made = Cluster(tmp_path_factory.mktemp("postgres") / "home")
    yield made
    made.destroy()


@pytest.fixture
def cluster(shared: Cluster) -> Cluster:
    """That cluster, running whatever the test before did to it."""
    shared.start()
    return shared


def ask(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def do(url: str, query: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(query)


def supervisor(home: Path, then: str) -> subprocess.Popen[str]:
    """Another process that starts a cluster on `home`, says its sentence or "started", then …"""
    program = f"""
import sys
from pathlib import Path
from infra.local.postgres import Cluster, LocalProblem
cluster = Cluster(Path(sys.argv[1]))
try:
    cluster.start()
except LocalProblem as problem:
    print(problem, flush=True)
else:
    print("started", cluster.port, flush=True)
    {then}
"""
    command = [sys.executable, "-c", program, str(home)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def kill_postmaster(cluster: Cluster) -> int:
    server = postmaster.find(cluster.data)
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    assert postmaster.until(lambda: not server.alive(), 10)
    return server.pid


def test_the_application_logs_in_without_owning_anything(cluster: Cluster) -> None:
    assert ask(cluster.app_url(), "SELECT current_user") == "maillon_app"
    rights = "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolinherit FROM pg_roles "
    assert ask(cluster.app_url(), rights + "WHERE rolname = current_user") is False
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        do(cluster.app_url(), "CREATE TABLE public.mine (id int)")


def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ask(f"postgresql://maillon_owner:wrong@127.0.0.1:{cluster.port}/maillon", "SELECT 1")


def test_a_role_without_password_cannot_come_in_from_outside(cluster: Cluster) -> None:
    do(cluster.owner_url(), "CREATE ROLE an_antenne LOGIN")
    with pytest.raises(psycopg.OperationalError, match="no pg_hba"):
        ask(f"postgresql://an_antenne@127.0.0.1:{cluster.port}/maillon", "SELECT 1")


def test_it_listens_on_the_loopback_address_alone(cluster: Cluster) -> None:
    assert ask(cluster.owner_url(), "SHOW listen_addresses") == "127.0.0.1"
    assert ask(cluster.owner_url(), "SHOW unix_socket_directories") == ""


def test_upper_case_knows_accents_and_another_database_is_alike(cluster: Cluster) -> None:
    cluster.create_database("another")
    cluster.create_database("another")
    assert ask(cluster.owner_url("another"), "SELECT upper('éàçœ')") == "ÉÀÇŒ"


def test_passwords_are_private_files(cluster: Cluster) -> None:
    files = list(cluster.data.parents[1].glob("*.password"))
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert len(files) == 2


def test_data_survive_a_stop_and_the_port_is_kept(cluster: Cluster) -> None:
    do(cluster.owner_url(), "CREATE TABLE stopped AS SELECT 42 AS answer")
    port = cluster.port
    cluster.stop()
    assert not cluster.running()
    cluster.start()
    assert cluster.running()
    assert cluster.port == port
    assert ask(cluster.owner_url(), "SELECT answer FROM stopped") == 42


def test_data_survive_a_killed_server(cluster: Cluster) -> None:
    do(cluster.owner_url(), "CREATE TABLE killed AS SELECT 43 AS answer")
    killed = kill_postmaster(cluster)
    assert not cluster.running()
    assert str(killed) in (cluster.data / "postmaster.pid").read_text()
    cluster.start()
    assert ask(cluster.owner_url(), "SELECT answer FROM killed") == 43


def test_a_pid_file_whose_number_now_is_another_program_is_set_aside(cluster: Cluster) -> None:
    kill_postmaster(cluster)
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    owner = pid_file.stat().st_uid
    # As after a reboot: alive, under the same account (another's, PostgreSQL ignores by itself).
    user = owner if os.geteuid() == 0 else None
    other = subprocess.Popen(["sleep", "60"], cwd="/", user=user)
    try:
        pid_file.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
        cluster.start()
        assert ask(cluster.owner_url(), "SELECT 1") == 1
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_second_supervisor_is_refused_in_one_sentence(cluster: Cluster) -> None:
    with supervisor(cluster.home, then="pass") as second:
        said, _ = second.communicate(timeout=30)
    assert "déjà utilisée" in said
    assert len(said.splitlines()) == 1
    assert cluster.running()


def test_the_server_of_a_killed_supervisor_is_taken_over(cluster: Cluster) -> None:
    cluster.stop()
    with supervisor(cluster.home, then="sys.stdin.read()") as killed:
        started = first_line(killed)
        killed.kill()
    assert started.startswith("started")
    server = postmaster.find(cluster.data)
    assert server is not None
    cluster.start()
    assert postmaster.find(cluster.data) == server
    assert f"started {cluster.port}" == started


def test_a_port_in_use_is_one_sentence_and_costs_nothing(cluster: Cluster) -> None:
    cluster.stop()
    with socket.socket() as other:
        other.bind((ports.LOOPBACK, 0))
        other.listen()
        with pytest.raises(LocalProblem, match=r"^Le port \d+ est déjà pris[^\n]*$"):
            cluster.start(other.getsockname()[1])
        assert not cluster.running()


def test_a_remembered_port_taken_since_is_replaced(cluster: Cluster) -> None:
    port = cluster.port
    assert port is not None
    cluster.stop()
    with socket.create_server((ports.LOOPBACK, port)):
        cluster.start()
        assert cluster.port != port
        assert ask(cluster.owner_url(), "SELECT 1") == 1


def test_damaged_data_are_one_sentence(cluster: Cluster) -> None:
    cluster.stop()
    control = cluster.data / "global" / "pg_control"
    kept = control.with_name("pg_control.kept")
    control.rename(kept)
    try:
        with pytest.raises(LocalProblem, match=r"endommagée[^\n]*make reset"):
            cluster.start()
    finally:
        kept.rename(control)


def test_a_file_in_place_of_the_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalProblem, match="inutilisable"):
        Cluster(tmp_path / "file" / "home").start()


def test_for_tests_it_waits_for_no_disk_and_comes_back_durable(cluster: Cluster) -> None:
    cluster.stop()
    fragile = Cluster(cluster.home, durable=False)
    fragile.start()
    assert ask(fragile.owner_url(), "SHOW fsync") == "off"
    fragile.stop()
    cluster.start()
    assert ask(cluster.owner_url(), "SHOW fsync") == "on"


def test_destroy_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    made = Cluster(home, durable=False)
    made.start()
    data = made.data
    made.destroy()
    assert not home.exists()
    assert not data.parent.exists()
    assert postmaster.find(data) is None
