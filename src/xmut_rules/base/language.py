"""Text in Chinese and English, how names, ids and foreign text are shown in it, and errors that hold both languages."""

from __future__ import annotations

import errno
import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
"""The two languages of every text: Chinese and English."""


class _Filler(string.Formatter):
    """Fills braces; `{count:plural}` is the English plural s, absent where the count is 1."""

    def format_field(self, value: object, format_spec: str) -> str:
        """Return a figure as text; for `plural`, what its English noun ends in."""
        if format_spec == "plural":
            return "" if f"{value}" == "1" else "s"
        return f"{value:{format_spec}}"


_FILLER = _Filler()


class Words(NamedTuple):
    """A text in both languages; braces in it are filled with figures, `{count:plural}` with an s unless it is 1.

    >>> Words("共 {count} 本", "{count} certificate{count:plural}").filled(count=3).to("en")
    '3 certificates'
    """

    zh: str
    en: str

    def to(self, lang: Language) -> str:
        """Return the text in a language.

        Raises:
            ValueError: the language is neither zh nor en.
        """
        require_language(lang)
        return self.zh if lang == "zh" else self.en

    def filled(self, **figures: object) -> Words:
        """Return the text with its braces filled; a figure that is `Words` is filled in by language."""
        zh, en = (
            {name: figure.to(lang) if isinstance(figure, Words) else figure for name, figure in figures.items()}
            for lang in LANGUAGES
        )
        counted = ":plural}" in self.en
        return Words(self.zh.format_map(zh), _FILLER.vformat(self.en, (), en) if counted else self.en.format_map(en))

    def cut(self, most: int) -> Words:
        """Return the text with at most so many characters in each language."""
        return Words(within(self.zh, most), within(self.en, most))


LANGUAGES: tuple[Language, Language] = ("zh", "en")


def require_language(lang: str) -> None:
    """Check that a language is one of the two.

    Raises:
        ValueError: it is neither zh nor en.
    """
    require_one_of(LANGUAGES, lang, "lang")


def same(text: str) -> Words:
    """Return a text that reads the same in both languages, such as an id or an amount."""
    return Words(text, text)


def joined(joint: Words, parts: Iterable[Words]) -> Words:
    """Return several texts as one, with a joint between them in each language."""
    texts = tuple(parts)
    return Words(joint.zh.join(part.zh for part in texts), joint.en.join(part.en for part in texts))


def mask(text: str) -> str:
    """Return an id as a message shows it: whole, or its ends alone where it may be an identity number.

    Identity numbers have 15 or 18 digits; student and staff numbers are shorter, and a clerk has to find the row.

    >>> mask("TR01"), mask("202100012345"), mask("110101199003070000")
    ('TR01', '202100012345', '11…00')
    """
    return text if len(text) <= 12 else f"{text[:2]}…{text[-2:]}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name nearest to a name, or nothing where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  seldom needed, and slow to import

    return next(iter(get_close_matches(name[:64], [other for other in known if other != name], n=1)), "")


def within(text: str, most: int) -> str:
    """Return a text of at most so many characters; of a longer one both ends, with an ellipsis between them.

    >>> within("term: expected a Term, not int", 21)
    'term: expe…m, not int'
    """
    half = most // 2
    return text if len(text) <= most else f"{text[: most - half - 1]}…{text[len(text) - half :]}"


def kind_of(value: object) -> str:
    """Return the name of a value's type, as an error shows it."""
    return printable(within(type(value).__name__, 60))


def printable(text: str) -> str:
    """Return foreign text with a question mark for each character that could steer a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal: Chinese characters take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def shortened(text: str, columns: int) -> str:
    """Return a text that takes at most so many columns; one that was cut ends in an ellipsis."""
    room = columns
    for place, char in enumerate(text):
        room -= width(char)
        if room < 0:
            return f"{text[: max(place - 1, 0)]}…"
    return text


def system_reason(error: OSError) -> Words:
    """Return why the system refused something; a reason that has no Chinese words is shown there by its number."""
    unknown = f"系统错误 {error.errno}" if error.errno else "系统错误"
    return Words(_REASONS.get(error.errno or 0, unknown), error.strerror or type(error).__name__)


_REASONS: Mapping[int, str] = {
    errno.ENOENT: "找不到文件或文件夹，请检查路径",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EBADF: "输入或输出已关闭",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EROFS: "磁盘只读",
    errno.EFBIG: "文件过大",
    errno.EINVAL: "此处不能读写",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被占用",
    errno.ELOOP: "链接循环",
}


Place = tuple[int | str, ...]
"""Where something is wrong: the keys and numbers that lead to it."""

MOST_DETAIL, MOST_TEXT = 1000, 2000
"""The most characters of one error as it is shown, and of an exception of this library as text."""


class WordedError(ValueError):
    """A caller's mistake, in both languages, with its place in the arguments, if it has one; as text it is English."""

    def __init__(
        self, words: Words, place: Place = (), code: str = "value_error", parts: Sequence[ValueError] = ()
    ) -> None:
        """Keep the words, at most 2,000 characters of each language, the place, the code, and several errors in one."""
        self.words, self.place, self.code, self.parts = words.cut(MOST_TEXT), place, code, tuple(parts)
        super().__init__(within(": ".join(filter(None, [path_of(place), self.words.en])), MOST_TEXT))

    def __reduce__(self) -> tuple[type[WordedError], tuple[Words, Place, str]]:
        """Return what it is made of again, as when it comes from another process."""
        return WordedError, (self.words, self.place, self.code)


def require_one_of(choices: Sequence[str], value: object, name: str) -> None:
    """Check that a caller's argument is one of a few words.

    Args:
        choices: the words, two at least.
        value: the argument.
        name: its name, for the error.

    Raises:
        ValueError: it is none of them.

    >>> require_one_of(["zh", "en"], "fr", "lang")
    Traceback (most recent call last):
    xmut_rules.base.language.WordedError: lang: expected zh or en
    """
    if not isinstance(value, str) or value not in choices:
        *most, last = choices
        zh, en = f"{'、'.join(most)} 或 {last}", f"{', '.join(most)} or {last}"
        raise WordedError(Words(f"应为 {zh}", f"expected {en}"), (name,))


def path_of(place: Place) -> str:
    """Write a place as a path into a document."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{shown_name(f'{part}')}" for part in place)
    return path.removeprefix(".")


def shown_name(name: str) -> str:
    """Write a field name, a key, or the name of a table."""
    return printable(kept_name(name)) or '""'


def kept_name(name: str) -> str:
    """Return a name, masked if it may be an identity number or is too long; a table's stays a file or a [sheet]."""
    if len(name) <= 12 or (len(name) <= 40 and sum(char.isdigit() for char in name) < 6):
        return name
    start, end = ("[", "]") if name.startswith("[") and name.endswith("]") else ("", name[-4:] * name.endswith(".csv"))
    return f"{start}{mask(name.removeprefix(start).removesuffix(end))}{end}"
