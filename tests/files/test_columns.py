"""What is said of each column: its example is one that the column takes, and no head stands for two columns."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pydantic import ValidationError

from xmut_rules import PILOT_2020, settle_term
from xmut_rules.base.language import LANGUAGES, Language
from xmut_rules.files import example_term, parse_with_hints, read_term, template_tables, template_workbook
from xmut_rules.files.cells import column_reader, read_cell
from xmut_rules.files.columns import COLUMNS, example_of, fields_of
from xmut_rules.formats.cells import Cell
from xmut_rules.rules.term import Term

EACH = [(table, field) for table, columns in COLUMNS.items() for field in columns]


def refused(table: str, field: str, value: object) -> list[str]:
    """Return what is wrong with a field where its row, or the term, has no other."""
    document: Mapping[str, object] = {field: value} if table == "term" else {table: [{field: value}]}
    with pytest.raises(ValidationError) as caught:
        Term.model_validate(document)
    place = (field,) if table == "term" else (table, 0, field)
    return [detail["type"] for detail in caught.value.errors() if detail["loc"][: len(place)] == place]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("table", "field"), EACH)
def test_the_example_of_a_column_is_one_that_it_takes(table: str, field: str, lang: Language) -> None:
    """The cell is read and its value is accepted, where a lone apostrophe or a list of lists is not."""
    read = column_reader(field, fields_of(table)[field].annotation)
    value = read_cell(read, Cell(example_of(table, field, lang)))
    assert refused(table, field, value) == []
    assert refused(table, field, [["'"]]) != []


def test_no_head_stands_for_two_columns_of_a_table() -> None:
    """Whatever a head is called, in English, in Chinese or in an earlier version, it is one column of its table."""
    for table, columns in COLUMNS.items():
        heads = [head for field, column in columns.items() for head in column.heads(field)]
        assert len(heads) == len(set(heads)), table
        assert [*columns] == [*fields_of(table)]


def test_a_meaning_names_what_stands_in_the_column() -> None:
    """No Chinese meaning is put as a question, which forms of offices never are."""
    meanings = [column.meaning.zh for columns in COLUMNS.values() for column in columns.values()]
    asked = re.compile("在哪里|何时|由谁|哪一种|到哪一天|从哪一天|多少|空为")
    assert [text for text in meanings if asked.search(text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_with_an_example_settles_without_findings(tmp_path: Path, lang: Language) -> None:
    """As a workbook and as CSV tables it is the term of the documentation, which uses every table and is in order."""
    term = example_term()
    assert term == read_term(Path(__file__).parents[2] / "docs" / "examples" / "clean" / "term.json")
    assert all(getattr(term, table) for table in COLUMNS if table != "term")
    found = parse_with_hints(template_workbook(lang=lang, term=term))
    assert (found.term, found.hints) == (term, ())
    assert settle_term(found.term, policy=PILOT_2020).findings == ()
    for name, data in template_tables(lang=lang, term=term).items():
        (tmp_path / name).write_bytes(data)
    assert read_term(tmp_path) == term


def test_an_id_typed_over_an_example_stays_text() -> None:
    """The cells of an id, a list or free text have the format of text, filled ones like the empty ones below them."""
    book = load_workbook(io.BytesIO(template_workbook(term=example_term())))
    formats = {cell.number_format for place in ("A2", "B2", "C2", "I2", "I3") for cell in [book["培训"][place]]}
    assert formats == {"@"}
    assert book["培训"]["F2"].number_format == "General"
