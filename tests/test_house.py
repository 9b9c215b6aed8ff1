"""The house's own rules: names, tests and benchmarks that hold what they promise."""

import ast
import importlib
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
BENCHMARKS = sorted((ROOT / "benchmarks").glob("*.py"))
NEVER_EMPTY = (ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Constant)


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def checks(node):
    """The asserts in a piece of code, and the blocks that expect an error."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assert):
            yield inner
        elif isinstance(inner, ast.With) and any("raises" in ast.unparse(item) for item in inner.items):
            yield inner


def never_empty(iterable):
    """Whether a loop runs for certain: over what is written out, a fixed range, or the words of a text."""
    if isinstance(iterable, ast.Call):
        if ast.unparse(iterable.func) in {"range", "enumerate", "zip", "reversed", "sorted"}:
            return all(never_empty(argument) for argument in iterable.args)
        return ast.unparse(iterable.func).endswith(".split") and isinstance(iterable.func.value, ast.Constant)
    return isinstance(iterable, NEVER_EMPTY)


def asserts_only_in_loops(test):
    loops = [node for node in ast.walk(test) if isinstance(node, ast.For) and any(checks(node))]
    inside = {id(check) for loop in loops for check in checks(loop)}
    every = list(checks(test))
    return (
        bool(every)
        and all(id(check) in inside for check in every)
        and not all(never_empty(loop.iter) for loop in loops)
    )


def test_no_public_class_name_stands_twice():
    places = defaultdict(list)
    for path in sorted((ROOT / "voc").rglob("*.py")):
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert len(places) > 300
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


def test_no_file_is_longer_than_450_lines():
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "voc").rglob("*.py")
    }
    assert len(lengths) > 100
    assert {str(path): length for path, length in lengths.items() if length > 450} == {}


def test_no_test_asserts_only_in_a_loop_that_may_be_empty():
    tests = [
        (path, node)
        for path in TESTS
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert len(tests) > 1000
    assert [f"{path.name}: {test.name}" for path, test in tests if asserts_only_in_loops(test)] == []


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_a_benchmark_imports_what_is_there(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "voc":
            module = importlib.import_module(node.module)
            for name in node.names:
                if not hasattr(module, name.name):
                    importlib.import_module(f"{node.module}.{name.name}")
