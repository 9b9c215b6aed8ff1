import pytest
from digests import sample
from servers import certificate

from voc.deliver.letter import letter
from voc.settings import Mail


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def written():
    return letter(sample("ja"), ("ja", "en"))


@pytest.fixture
def mail():
    return Mail(
        host="127.0.0.1",
        security="none",
        sender="VOC <voc@example.jp>",
        to=("taro@example.jp", "hanako@example.jp"),
        timeout=5,
    )


@pytest.fixture
def outbox(tmp_path, clock):
    from voc.store.store import open_store

    store = open_store(f"sqlite:///{tmp_path / 'voc.db'}", clock)
    yield store.outbox
    store.close()
