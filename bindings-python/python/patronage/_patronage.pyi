from . import Money as Money
