"""Many documents in one call."""

import io
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Any

import patronage
import pytest

SCHEMA = patronage.Schema.compile([
    {"code": "children", "label": "Children", "input": "text_box", "data_type": "number", "max_value": 10, "required": ["import"]},
    {"code": "since", "label": "Since", "input": "date", "max_date": "today"},
])
ASKED: dict[str, Any] = {"context": "import", "actor": "import", "today": date(2026, 7, 1)}


def test_mistakes_stand_at_the_places_of_their_documents() -> None:
    documents = ['{"children": 1}', '{"children": 11}', b'{"children": 2}', "{", {"children": 3}, {"age": 1}]
    found = SCHEMA.check_all(documents, **ASKED)
    assert list(found) == [1, 3, 5]
    for place, document in enumerate(documents):
        assert found.get(place, ()) == SCHEMA.check(document, **ASKED)
    assert SCHEMA.check_all([], **ASKED) == {} == SCHEMA.check_all(documents[:1], **ASKED)


def test_more_documents_than_are_read_at_a_time_keep_their_places() -> None:
    def texts() -> Iterator[str]:
        for number in range(2_500):
            yield f'{{"children": {11 if number in (0, 999, 1000, 2499) else 1}}}'

    assert list(SCHEMA.check_all(texts(), **ASKED)) == [0, 999, 1000, 2499]
    wrong = [place for place, outcome in enumerate(SCHEMA.validate_all(texts(), **ASKED)) if not outcome]
    assert wrong == [0, 999, 1000, 2499]


def test_the_lines_of_a_file_are_documents() -> None:
    lines = io.StringIO('{"children": 1}\n{"children": "many"}\r\n{"since": "2026-07-02"}\n')
    found = SCHEMA.check_all(lines, **ASKED)
    assert {place: [violation.code for violation in all] for place, all in found.items()} == {
        1: ["attribute.not_a_number"], 2: ["attribute.too_late", "attribute.required"]}


def test_one_document_is_not_taken_for_many() -> None:
    for given in ('{"children": 1}', b"{}", {"children": 1}, MappingProxyType({"children": 1}), 7, None):
        for call in (SCHEMA.check_all, SCHEMA.validate_all):
            with pytest.raises(patronage.ValidationError) as refused:
                call(given, **ASKED)  # type: ignore[arg-type]
            assert [violation.path for violation in refused.value.violations] == ["documents"]


def test_what_is_no_document_is_named_by_its_place() -> None:
    for wrong in (7, "\ud800", b"\xff", None):
        for call in (SCHEMA.check_all, SCHEMA.validate_all):
            with pytest.raises(patronage.ValidationError) as refused:
                call([*1_001 * ["{}"], wrong], **ASKED)  # type: ignore[list-item]
            assert [violation.path for violation in refused.value.violations] == ["documents[1001]"]


def test_what_an_iterable_raises_is_raised() -> None:
    def texts() -> Iterator[str]:
        yield "{}"
        raise OSError("the disk is gone")

    for call in (SCHEMA.check_all, SCHEMA.validate_all):
        with pytest.raises(OSError, match="the disk is gone"):
            call(texts(), **ASKED)


def test_outcomes_of_a_batch_are_those_of_each_document() -> None:
    documents = ['{"children": 1, "since": "2026-07-01"}', '{"children": 11}', b'{"children": "2.50"}', '{"children": 1}']
    for batch in (documents, [*documents, {"children": 3}]):
        for document, outcome in zip(batch, SCHEMA.validate_all(batch, **ASKED), strict=True):
            alone = SCHEMA.validate(document, **ASKED)
            assert outcome == alone and alone == outcome and outcome != SCHEMA.validate({"children": 9}, **ASKED)
            assert (outcome.ok, outcome.values, outcome.violations) == (alone.ok, alone.values, alone.violations)
            assert outcome.values == alone.values, "asked a second time"
    sound = SCHEMA.validate_all(['{"children": 10}'], **ASKED)[0]
    later = SCHEMA.validate({"since": "2020-01-01"}, previous=sound, **ASKED)
    assert later.values is not None and set(later.values) == {"children", "since"}


def test_a_dictionary_that_changes_later_changes_no_outcome() -> None:
    document = {"children": 1}
    outcome = SCHEMA.validate_all([document], **ASKED)[0]
    document["children"] = 99
    assert outcome.values == {"children": 1}


def test_other_threads_run_while_texts_are_checked() -> None:
    stop, counted = threading.Event(), [0]

    def count() -> None:
        while not stop.is_set():
            counted[0] += 1
            time.sleep(0)

    texts = 20_000 * ['{"children": 1, "since": "2026-07-01"}']
    interval = sys.getswitchinterval()
    counter = threading.Thread(target=count)
    counter.start()
    try:
        # So nobody has to let others in, and whoever does it does it of its own accord.
        sys.setswitchinterval(60)
        for call in (SCHEMA.check_all, SCHEMA.validate_all):
            before, deadline = counted[0], time.monotonic() + 20
            # Whether a thread that is let in runs at once is up to the machine.
            while counted[0] == before and time.monotonic() < deadline:
                call(texts, **ASKED)
            assert counted[0] > before
    finally:
        sys.setswitchinterval(interval)
        stop.set()
        counter.join()
