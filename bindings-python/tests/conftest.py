"""What tests begin with."""

from collections.abc import Iterator
from pathlib import Path

import patronage
import pytest

pytest.register_assert_rewrite("vectors_credit", "vectors_credit_preview")

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def directory() -> Iterator[patronage.Directory]:
    with patronage.Directory.in_memory() as directory:
        yield directory


@pytest.fixture
def admin(directory: patronage.Directory) -> patronage.Backoffice:
    admin = directory.as_admin("jane@shop.example")
    admin.sites.create("shop", name="Shop", currency="USD")
    return admin


@pytest.fixture
def john(admin: patronage.Backoffice) -> patronage.Customer:
    return admin.customers.create(site="shop", email="john@example.com", first_name="John", last_name="Doe")
