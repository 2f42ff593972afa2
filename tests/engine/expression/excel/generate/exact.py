"""Answers by exact arithmetic or by published definitions, for what Calc's doubles cannot tell or Calc does not have."""
import calendar
import datetime
import math
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, getcontext
from fractions import Fraction

from calc import plain

getcontext().prec = 100
MODES = {'ROUND': ROUND_HALF_UP, 'ROUNDUP': ROUND_UP, 'ROUNDDOWN': ROUND_DOWN, 'TRUNC': ROUND_DOWN, 'ROUNDEVEN': ROUND_HALF_EVEN}


def rounded(function, number, places):
    """Decimal.quantize with the mode that the function is defined by."""
    return plain(Decimal(number).quantize(Decimal(1).scaleb(-places), MODES[function]))


def multiple(function, number, step):
    """CEILING, FLOOR: the neighbour multiple, by math.ceil and math.floor of a fraction."""
    size = abs(Fraction(step))
    towards = math.ceil if function == 'CEILING' else math.floor
    return fraction(towards(Fraction(number) / size) * size)


def fraction(value, places=20):
    """A fraction as a decimal of so many places, half away from zero."""
    scaled = abs(Fraction(value)) * 10**places
    whole = math.floor(scaled + Fraction(1, 2))
    return plain(Decimal(whole if value >= 0 else -whole).scaleb(-places))


def significant(value, digits=20):
    """A Decimal with so many significant digits."""
    return plain(value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), ROUND_HALF_UP)) if value else '0'


def remainder(number, divisor, by='divisor'):
    """MOD has the divisor's sign (n - d * floor(n / d)), REMAINDER the number's (n - d * trunc(n / d))."""
    number, divisor = Fraction(number), Fraction(divisor)
    whole = math.floor(number / divisor) if by == 'divisor' else math.trunc(number / divisor)
    return fraction(number - divisor * whole)


def ladder(paid):
    """IF(paid > 8000000, 0.025, IF(paid >= 5000000, 0.02, 0)) in Python."""
    return '0.025' if Decimal(paid) > 8000000 else '0.02' if Decimal(paid) >= 5000000 else '0'


def tier(amount, rows, mode):
    """Rows are (edge, kind, rate), ascending; kind 'from' holds at the edge, 'above' only beyond it."""
    amount = Fraction(amount)
    rows = [(Fraction(edge), kind, Fraction(rate)) for edge, kind, rate in rows]
    if mode == 'marginal':
        ends = [edge for edge, _, _ in rows[1:]] + [None]
        slices = [((amount if end is None else min(amount, end)) - edge, rate) for (edge, _, rate), end in zip(rows, ends)]
        return fraction(sum(max(part, 0) * rate for part, rate in slices))
    held = [rate for edge, kind, rate in rows if amount > edge or (kind == 'from' and amount == edge)]
    rate = held[-1] if held else Fraction(0)
    return fraction(rate if mode == 'rate' else amount * rate)


def shift_months(day, months):
    """The same day so many months on, at most the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def full_months(start, end):
    """Whole months between two dates by the day of the month."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def day(text):
    return datetime.date.fromisoformat(text)


def written(text):
    """A date in the language: DATE(2026, 1, 31)."""
    return 'DATE({}, {}, {})'.format(*(int(each) for each in text.split('-')))
