"""Customer accounts as a library.

>>> import patronage
>>> with patronage.Directory.in_memory() as directory:
...     admin = directory.as_admin("jane@shop.example")
...     site = admin.sites.create("mystic-sports", name="Mystic Sports", currency="USD")
...     john = admin.customers.create(site="mystic-sports", email="john@example.com", first_name="John")
...     done = admin.orders.record(john.id, number="1000", site="mystic-sports", total="1200.00")
...     print(admin.customers.activity(john.id).lifetime_spend("USD"))
1200.00 USD
"""

import logging as _logging

from . import _patronage
from ._patronage import *  # noqa: F403

__doc__ = __doc__
__version__ = _patronage.__version__
__all__ = [name for name in dir(_patronage) if not name.startswith("_")]

# A library says nothing unless the host asks to hear it.
_logging.getLogger("patronage").addHandler(_logging.NullHandler())
