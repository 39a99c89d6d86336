"""Change one thing of a module at a time and say which changes no test notices.

    python tools/mutate.py src/pairing/verify/rules.py --tests tests/verify/test_check_rules.py --sample 40

Each mutant is one operator, number, constant, condition or statement changed. The tests run in the fast tier and stop at the first failure; a mutant
that takes `--seconds` counts as noticed. Deterministic: the sample depends on the module and `--seed` alone. The module is put back whatever happens.
"""  # noqa: E501

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
Change = Callable[[ast.AST], None]


def changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """What can be changed at one node, in words and as a function that does it in place."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        other = COMPARISONS[type(node.ops[0])]
        yield f"{type(node.ops[0]).__name__} to {other.__name__}", lambda n: n.ops.__setitem__(0, other())  # type: ignore[attr-defined]
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        op = OPERATORS[type(node.op)]
        yield f"{type(node.op).__name__} to {op.__name__}", lambda n: setattr(n, "op", op())
    if isinstance(node, ast.BoolOp):
        new = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"{type(node.op).__name__} to {new.__name__}", lambda n: setattr(n, "op", new())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", lambda n: setattr(n, "op", ast.UAdd()) or setattr(n, "operand", _truth(n.operand))
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} to {not node.value}", lambda n: setattr(n, "value", not n.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield f"{node.value} to {node.value + 1}", lambda n: setattr(n, "value", n.value + 1)
    if isinstance(node, ast.If | ast.IfExp):
        yield "condition turned round", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "returns None", lambda n: setattr(n, "value", ast.Constant(None))


def _truth(operand: ast.expr) -> ast.expr:
    return ast.Call(ast.Name("bool", ast.Load()), [operand], [])


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def mutants(source: str) -> list[tuple[int, str, str]]:
    """Every mutant of a module as (line, what was changed, its source)."""
    tree = ast.parse(source)
    hints = {id(part) for node in ast.walk(tree) for hint in _hints(node) for part in ast.walk(hint)}
    found = []
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in hints:
            continue
        for place, (said, _) in enumerate(changes(node)):
            other = copy.deepcopy(tree)
            twin = next(one for k, one in enumerate(ast.walk(other)) if k == number)
            list(changes(twin))[place][1](twin)
            found.append((getattr(node, "lineno", 0), said, ast.unparse(ast.fix_missing_locations(other))))
    return found


def _hints(node: ast.AST) -> list[ast.AST]:
    """The annotations of a node: nothing runs them."""
    return [hint for name in ("annotation", "returns") if (hint := getattr(node, name, None)) is not None]


def noticed(tests: list[str], seconds: float) -> bool:
    """Some test fails, or all of them take too long."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> int:
    """Print one line per mutant that no test noticed, then the share of those noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("module", type=Path)
    parser.add_argument("--tests", nargs="+", required=True)
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=240)
    asked = parser.parse_args()
    source = asked.module.read_text(encoding="utf-8")
    found = mutants(source)
    chosen = random.Random(f"{asked.module.name} {asked.seed}").sample(found, min(asked.sample, len(found)))
    if noticed(asked.tests, asked.seconds):
        print("the tests fail without any change")
        return 2
    survived = 0
    try:
        for line, said, text in sorted(chosen):
            asked.module.write_text(text, encoding="utf-8")
            if not noticed(asked.tests, asked.seconds):
                survived += 1
                print(f"{asked.module}:{line}: {said}: not noticed", flush=True)
    finally:
        asked.module.write_text(source, encoding="utf-8", newline="")
    print(f"{asked.module}: {len(chosen) - survived} of {len(chosen)} noticed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
