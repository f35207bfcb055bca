"""File and function sizes, held: CONTRIBUTING.md asks for files under 400 lines and functions under 60.

Data tables may be longer, each with its reason here.
"""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LIMIT, FUNCTION_LIMIT = 400, 60
TABLES = {
    "src/speculoos/law/rules.py": "every rule of law in our own words, with its source: one table",
    "src/speculoos/registry/wellknown_data.py": "facts about common items, one line an item",
}
"""Files that are data and not code, with the reason."""


def main() -> int:
    faults = [fault for path in sorted((ROOT / "src").rglob("*.py")) for fault in check(path)]
    print("\n".join(faults) or "sizes: every file and function is within bounds")
    return bool(faults)


def check(path: Path) -> list[str]:
    name = str(path.relative_to(ROOT))
    if name in TABLES:
        return []
    text = path.read_text("utf-8")
    lines = text.count("\n")
    faults = [f"{name}: {lines} lines; split it"] if lines > FILE_LIMIT else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LIMIT:
                faults.append(f"{name}:{node.lineno}: {node.name} has {length} lines; split it")
    return faults


if __name__ == "__main__":
    sys.exit(main())
