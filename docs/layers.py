"""The picture of the package's rooms by floor, drawn from the imports of its modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from xmut_rules.base.language import Language, Words

PACKAGE = Path(__file__).parents[1] / "src" / "xmut_rules"
UPWARD = ("base", "explain")
"""The one import that points up: a result that a notebook shows is explained."""

ROOMS: Mapping[str, Words] = {
    "base": Words("精确与双语", "exactness, two languages"),
    "policy": Words("文件作为数据", "the document as data"),
    "formats": Words("文件格式", "file formats"),
    "rules": Words("计算：五章", "what is computed"),
    "explain": Words("为什么", "why"),
    "files": Words("读入与写出", "in and out"),
    "changes": Words("政策改动", "policy changes"),
    "testing": Words("供您的测试", "for your tests"),
    "frames": Words("数据框", "data frames"),
    "__init__": Words("正门", "the front door"),
    "cli": Words("命令", "the command"),
    "__main__": Words("python -m", "python -m"),
}
TITLE = Words("各房间按楼层排列，箭头指向所导入的房间", "rooms by floor; arrows point to the rooms that are imported")
FLOOR = Words("第 {floor} 层", "floor {floor}")
FONT = 'font-family="sans-serif" font-size="13"'
ARROW = (
    '<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0 8 4 0 8z" fill="#788"/></marker></defs>'
)
WIDTH, HEIGHT, BOX, LEFT, GAP = 760, 84, 44, 84, 10


def room_of(file: Path) -> str:
    """Return the room that a file of the package stands in."""
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(source: str) -> Iterator[str]:
    """Yield the rooms that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xmut_rules"):
            rest = (node.module or "").split(".")[1:]
            yield rest[0] if rest else "__init__"
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("xmut_rules."))


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """Return for each room the other rooms that it imports, the one upward import left out."""
    found: dict[str, set[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        room = room_of(file)
        names = found.setdefault(room, set())
        names |= {name for name in imported(file.read_text("utf-8")) if name != room and (room, name) != UPWARD}
    return {room: frozenset(names) for room, names in found.items()}


def floor_of(room: str) -> int:
    """Return a room's floor: one above the highest room that it imports."""
    return 1 + max((floor_of(name) for name in imports()[room]), default=0)


def reached(room: str) -> set[str]:
    """Return every room that a room imports, directly or through others."""
    return set().union(*({name} | reached(name) for name in imports()[room]))


def arrows() -> Iterator[tuple[str, str]]:
    """Yield each import between rooms that does not follow from the others."""
    for room, names in imports().items():
        through = set[str]().union(*(reached(name) for name in names))
        yield from ((room, name) for name in sorted(names - through))


def layers(lang: Language) -> str:
    """Return the picture as SVG."""
    floors = max(map(floor_of, imports()))
    boxes: dict[str, tuple[float, float, float]] = {}
    for floor in range(1, floors + 1):
        rooms = [room for room in ROOMS if floor_of(room) == floor]
        wide = (WIDTH - LEFT - GAP * len(rooms)) / len(rooms)
        for place, room in enumerate(rooms):
            boxes[room] = (LEFT + place * (wide + GAP), (floors - floor) * HEIGHT + GAP, wide)
    high = floors * HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" role="img" {FONT}>',
        f"<title>{TITLE.to(lang)}</title>",
        ARROW,
        f'<rect width="{WIDTH}" height="{high}" rx="6" fill="#fff"/>',
    ]
    for room, name in arrows():
        (x, y, wide), (left, below, width) = boxes[room], boxes[name]
        start, end = x + wide / 2, left + width / 2
        middle = (y + BOX + below) / 2
        parts.append(
            f'<path d="M{start:.0f} {y + BOX} C{start:.0f} {middle:.0f} {end:.0f} {middle:.0f} {end:.0f} {below - 1:.0f}" '
            'fill="none" stroke="#788" marker-end="url(#to)"/>'
        )
    for floor in range(1, floors + 1):
        middle = (floors - floor) * HEIGHT + GAP + BOX / 2 + 4
        parts.append(f'<text x="12" y="{middle:.0f}" fill="#567">{FLOOR.filled(floor=floor).to(lang)}</text>')
    for room, (x, y, wide) in boxes.items():
        centre = f'x="{x + wide / 2:.0f}" text-anchor="middle"'
        parts += [
            f'<rect x="{x:.0f}" y="{y}" width="{wide:.0f}" height="{BOX}" rx="5" fill="#eef4f8" stroke="#357"/>',
            f'<text {centre} y="{y + 18}" fill="#123" font-weight="bold">{room}</text>',
            f'<text {centre} y="{y + 35}" fill="#345" font-size="11">{ROOMS[room].to(lang)}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"
