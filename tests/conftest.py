"""What every test may ask for."""

import os
from datetime import UTC, datetime

import pytest

os.environ.setdefault("VOC_LOOPBACK_ONLY", "1")  # a paid call in a test run is an error
os.environ.setdefault("VOC_LOCAL_ENCODER", "off")  # its last bits differ between processors; see test_encoder

POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"


@pytest.fixture
def clock():
    return lambda: datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def postgres_url() -> str:
    return os.environ.get("VOC_TEST_POSTGRES", POSTGRES)


def postgres_answers() -> bool:
    import psycopg

    try:
        psycopg.connect(postgres_url(), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def pytest_configure(config):
    config.stash[ANSWERS] = postgres_answers()


ANSWERS = pytest.StashKey[bool]()


def pytest_generate_tests(metafunc):
    if "database_url" in metafunc.fixturenames:
        kinds = ["sqlite", "postgresql"] if metafunc.config.stash[ANSWERS] else ["sqlite"]
        metafunc.parametrize("database_url", kinds, indirect=True)


def pytest_terminal_summary(terminalreporter, config):
    if not config.stash[ANSWERS]:
        terminalreporter.section("LEFT OUT", red=True, bold=True)
        terminalreporter.line(
            "No PostgreSQL answers on loopback: every test of the store ran on SQLite only. "
            "Start one, or name it in VOC_TEST_POSTGRES."
        )


@pytest.fixture
def database_url(request, tmp_path):
    """An empty database: a SQLite file, or a schema of its own on a real PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'voc.db'}"
        return
    import psycopg

    schema = f"voc_test_{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**9}"
    with psycopg.connect(postgres_url(), autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"')
        yield f"{postgres_url()}?options=-csearch_path%3D{schema}"
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE')


@pytest.fixture
def store(database_url, clock):
    from voc.store.store import open_store

    opened = open_store(database_url, clock)
    yield opened
    opened.close()
