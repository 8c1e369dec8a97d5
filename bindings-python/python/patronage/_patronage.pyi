from . import Money as Money
from . import Percent as Percent
