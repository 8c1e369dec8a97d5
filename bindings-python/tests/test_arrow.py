"""Pages, iterations and answers as Arrow streams, read by those who read them."""

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import duckdb
import pandas
import patronage
import polars
import pyarrow
import pytest


@pytest.fixture
def people(admin: patronage.Backoffice) -> list[patronage.Customer]:
    admin.attributes.define("size", label="Size", input="list", options=["s", "m"], multiple=True)
    admin.attributes.define("born", label="Born", input="date")
    admin.attributes.define("news", label="News", input="yes_no")
    admin.attributes.define("height", label="Height", input="text_box", data_type="number")
    admin.attributes.define("marks", label="Marks", input="list", data_type="number", options=[1, 2], multiple=True)
    since = datetime(2001, 2, 3, 4, 5, 6, 7, timezone.utc)
    ada = admin.customers.create(
        site="shop", email="ada@example.com", first_name="Ada", customer_since=since,
        attributes={"size": ["s", "m"], "born": date(1815, 12, 10), "news": True, "height": Decimal("1.65"), "marks": [2]})
    bob = admin.customers.create(kind="guest", site="shop")
    admin.orders.record(ada.id, number="1", site="shop", total="12.34")
    admin.orders.record(ada.id, number="2", site="shop", total=patronage.Money(500, "JPY"))
    return [ada, bob]


def test_a_page_has_typed_columns(admin: patronage.Backoffice, people: list[patronage.Customer]) -> None:
    table = pyarrow.table(admin.customers.find())
    types = {field.name: str(field.type) for field in table.schema}
    assert types["id"] == "string" and types["number"] == "uint64" and types["tax_exempt"] == "bool"
    assert types["customer_since"] == "timestamp[us, tz=UTC]" and types["last_order_minor"] == "int64"
    assert types["attributes.size"] == "list<item: string>" and types["attributes.born"] == "date32[day]"
    assert types["attributes.news"] == "bool" and types["attributes.height"] == "double"
    assert types["attributes.marks"] == "list<item: double>"
    ada, bob = table.to_pylist()
    assert ada["id"] == str(people[0].id) and ada["customer_since"] == people[0].customer_since
    assert ada["spend"] == [{"currency": "JPY", "minor": 500, "minor_unit": 0},
                            {"currency": "USD", "minor": 1234, "minor_unit": 2}]
    assert (ada["last_order_minor"], ada["last_order_currency"], ada["order_count"]) == (500, "JPY", 2)
    assert ada["attributes.size"] == ["s", "m"] and ada["attributes.born"] == date(1815, 12, 10)
    assert ada["attributes.height"] == 1.65 and ada["attributes.marks"] == [2.0]
    assert bob["email"] is None and bob["attributes.size"] is None and bob["spend"] == []


def test_everybody_reads_the_same(directory: patronage.Directory, admin: patronage.Backoffice,
                                  people: list[patronage.Customer]) -> None:
    page = admin.customers.find(sort="number")
    frame: Any = polars.DataFrame(page)
    assert frame["status"].to_list() == ["active", "guest"]
    assert pandas.DataFrame.from_arrow(page)["email"][0] == "ada@example.com"
    people_of_page = pyarrow.table(page)
    assert people_of_page.num_rows == 2
    assert duckdb.sql("SELECT count(*), max(last_order_minor) FROM people_of_page").fetchall() == [(2, 500)]


def test_an_iteration_is_read_batch_by_batch_and_once(admin: patronage.Backoffice) -> None:
    admin.customers.create_all([{"kind": "guest", "site": "shop"} for _ in range(2_300)])
    rows = admin.customers.iterate(limit=500)
    assert next(rows).number == 1
    reader = pyarrow.RecordBatchReader.from_stream(rows)
    assert [batch.num_rows for batch in reader] == [1_000, 1_000, 299]
    assert polars.DataFrame(rows).height == 0
    assert polars.DataFrame(admin.customers.iterate())["number"].to_list() == list(range(1, 2_301))


def test_a_stream_that_fails_says_so(directory: patronage.Directory, admin: patronage.Backoffice,
                                     people: list[patronage.Customer]) -> None:
    rows = admin.customers.iterate(segment="nobody")
    with pytest.raises(Exception, match="there is no segment `nobody`"):
        pyarrow.table(rows)


def test_an_answer_in_sql_is_a_table(directory: patronage.Directory, people: list[patronage.Customer]) -> None:
    answer = directory.sql("SELECT number, email, number / 2.0 AS half, NULL AS missing, x'01' AS bytes "
                           "FROM patronage_customers_view WHERE number <= :most ORDER BY number", {"most": 2})
    assert answer.columns == ("number", "email", "half", "missing", "bytes") and len(answer) == 2
    assert list(answer) == answer.rows() == [(1, "ada@example.com", 0.5, None, b"\x01"), (2, None, 1.0, None, b"\x01")]
    table = pyarrow.table(answer)
    assert [str(field.type) for field in table.schema] == ["int64", "string", "double", "null", "binary"]
    assert table.to_pylist()[1]["email"] is None
    assert "<td>ada@example.com</td>" in answer._repr_html_()
    assert directory.sql("VALUES (1), (2.5)").rows() == [(1,), (2.5,)]
    assert pyarrow.table(directory.sql("VALUES (1), (2.5)")).to_pydict() == {"column1": [1.0, 2.5]}
    by_id = directory.sql("SELECT number FROM patronage_customers_view WHERE id = ?", [people[0].id])
    assert by_id.rows() == [(1,)]
    with pytest.raises(patronage.QueryError, match="several types"):
        pyarrow.table(directory.sql("VALUES (1), ('x')"))


@pytest.mark.parametrize("statement", [
    "DELETE FROM patronage_customers", "PRAGMA journal_mode = delete", "ATTACH 'x.db' AS x", "SELECT 1; SELECT 2", "BEGIN"])
def test_a_question_changes_nothing(directory: patronage.Directory, statement: str) -> None:
    with pytest.raises(patronage.QueryError) as refused:
        directory.sql(statement)
    assert refused.value.code == "query.not_read_only"
