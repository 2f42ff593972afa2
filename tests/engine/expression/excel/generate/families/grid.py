"""The same functions over grids of arguments: every number with every number of places, every date with every shift."""
import datetime
from decimal import Decimal
from fractions import Fraction

from exact import fraction, ladder, remainder, rounded, significant, tier, written

CALC = ''
NUMBERS = ['0', '1', '-1', '2.5', '-2.5', '7.3', '-7.3', '1234.5678', '-0.004', '99.995']
TIES = ['2.345', '1.005', '1.575', '-2.345', '0.125', '8.885', '1234567.895', '0.615', '-1.005', '2.5', '3.5', '1.45']
PAIRS = [('7', '3'), ('-7', '3'), ('7', '-3'), ('-7', '-3'), ('7.5', '2'), ('10', '0.3'), ('0', '5'), ('1234.5', '17')]
PAIRS += [('99999999999999999999', '1'), ('1200000', '0.08'), ('2', '-7')]
N = '[3, 9, 5, -2, 7.5]'
M = '[2, 4, 1, 3, 5]'
K = '["a", "b", "a", "分公司", "b"]'
D = '[DATE(2026, 1, 31), DATE(2026, 2, 28), DATE(2025, 12, 31), DATE(2026, 11, 22), DATE(2024, 2, 29)]'
TEXTS = ['合同2026', 'Hello World', 'a', ' x  y ', 'AbC-12']
DATES = ['2024-02-29', '2026-01-31', '2025-12-31', '2026-03-01', '1999-12-31', '2027-01-01', '2026-11-22']
SPANS = [('2024-02-29', '2026-02-28'), ('2026-01-31', '2026-03-30'), ('2025-12-31', '2027-01-01'), ('2020-01-01', '2026-11-22')]


def calc(add):
    for topic in [logic, numbers, aggregates, texts, dates]:
        topic(add)


def logic(add):
    for left in ['TRUE', 'FALSE']:
        for right in ['TRUE', 'FALSE']:
            for name in ['AND', 'OR', 'XOR']:
                add(f'{name}({left}, {right})')
    for value in ['-1', '0', '3', '4']:
        add(f'IFS({value} < 0, 1, {value} < 4, 2, {value} >= 4, 3)')
    for left, right in [('1', '2'), ('2', '2'), ('-3', '2')]:
        for operator in ['<', '<=', '>', '>=', '=', '<>']:
            add(f'{left} {operator} {right}')


def numbers(add):
    for value in NUMBERS:
        for name, places in [('ROUND', [-2, -1, 0, 1, 2]), ('ROUNDUP', [-1, 0, 2]), ('ROUNDDOWN', [-1, 0, 2]), ('TRUNC', [-1, 0, 2])]:
            for each in places:
                add(f'{name}({value}, {each})')
        for name in ['INT', 'ABS', 'SIGN', 'EVEN', 'ODD']:
            add(f'{name}({value})')
        add(f'CEILING({value})', f'-INT(-({value}))')
        add(f'FLOOR({value})', f'INT({value})')
    for value, step in [('23', '10'), ('29', '10'), ('7.3', '0.5'), ('20', '10'), ('0.7', '0.3')]:
        add(f'CEILING({value}, {step})')
        add(f'FLOOR({value}, {step})')
    for left, right in PAIRS[:8]:
        if right != '0.3':  # a double has no 0.3
            add(f'MOD({left}, {right})')
        for operator in '+-*':
            add(f'({left}) {operator} ({right})')
    for base, exponent in [('1.05', '12'), ('-3', '3'), ('10', '-0.5'), ('7.25', '1.5'), ('0.3', '0.25')]:
        add(f'POWER({base}, {exponent})')
    for value in ['2', '2.5', '10', '0.0001', '123456.789']:
        for formula in [f'SQRT({value})', f'LN({value})', f'LOG({value})', f'LOG({value}, 2)']:
            add(formula)


def aggregates(add):
    for name in ['SUM', 'AVERAGE', 'MAX', 'MIN', 'COUNT', 'COUNTA', 'PRODUCT', 'MEDIAN', 'VAR', 'STDEV']:
        for items in [N, f'{N}, 4, {M}', '1, 2, 4']:
            add(f'{name}({items})')
    for k in range(1, 6):
        add(f'LARGE({N}, {k})')
        add(f'SMALL({N}, {k})')
        add(f'ARRAYGET({N}, {k})', f'INDEX({N},{k})')
        add(f'ARRAYGET({K}, {k})', f'INDEX({K},{k})')
    for share in ['0', '0.1', '0.25', '0.5', '0.9', '1']:
        add(f'PERCENTILE({N}, {share})')
    for value in ['3', '9', '-2']:
        add(f'RANK({value}, {N})')
        add(f'RANK({value}, {N}, 1)')
    add(f'SUMPRODUCT({N}, {M})')
    add(f'SUMPRODUCT({N}, {M}, {N})')
    for criterion in ['>3', '>=3', '<5', '<=5', '<>3', '=9', '7.5', '>100']:
        add(f'SUMIF({N}, "{criterion}")')
        add(f'SUMIF({N}, "{criterion}", {M})')
        add(f'COUNTIF({N}, "{criterion}")')
        add(f'SUMIFS({M}, {N}, "{criterion}", {K}, "b")')
        add(f'COUNTIFS({N}, "{criterion}", {K}, "a")')
    for criterion in ['a', 'b', '<>a', '分公司', '分*', '??']:
        add(f'SUMIF({K}, "{criterion}", {N})')
        add(f'COUNTIF({K}, "{criterion}")')
    for criterion in ['a', 'b', '<>a', '分公司']:
        add(f'AVERAGEIF({K}, "{criterion}", {N})')
    for criterion in ['>=2026-01-31', '<2026-01-01', '2024-02-29']:
        add(f'COUNTIF({D}, "{criterion}")')
    for name in ['MAX', 'MIN']:
        add(f'{name}({D})', f'TEXT({name}({D}),"yyyy-mm-dd")')


def texts(add):
    for value in TEXTS:
        for count in [1, 2, 20]:
            add(f'LEFT("{value}", {count})')
            add(f'RIGHT("{value}", {count})')
        for name in ['LEN', 'LOWER', 'UPPER', 'PROPER']:
            add(f'{name}("{value}")')
        for rest in ['MID("{}", 2, 3)', 'REPLACE("{}", 2, 1, "*")', 'SUBSTITUTE("{}", "l", "L")', 'REPT("{}", 2)', 'CONCATENATE("{}", 1, "x")', '"{}" & 2.5']:
            add(rest.format(value))
        add(f'CODE("{value}")', f'UNICODE("{value}")')
    for formula in ['SEARCH("WORLD", "Hello World")', 'SEARCH("o", "Hello World", 6)', 'FIND("o", "Hello World")', 'FIND("o", "Hello World", 6)']:
        add(formula)
    add(f'TEXTJOIN("、", TRUE, {K})')
    for value in ['0', '1234.5', '-1234.567', '0.1256', '7']:
        for pattern in ['0.00', '#,##0.00', '0%', '000', '0.0', '#,##0']:
            add(f'TEXT({value}, "{pattern}")')


def dates(add):
    for text in DATES:
        date = written(text)
        for name in ['YEAR', 'MONTH', 'DAY', 'ISOWEEKNUM']:
            add(f'{name}({date})')
        for start in [1, 2, 3]:
            add(f'WEEKDAY({date}, {start})')
        add(f'QUARTER({date})', f'INT((MONTH({date})+2)/3)')
        for months in [-13, -1, 0, 1, 11]:
            add(f'EDATE({date}, {months})')
            add(f'EOMONTH({date}, {months})')
        add(f'DAYS({date}, DATE(2026, 2, 14))')
        add(f'DAYS360(DATE(2023, 5, 30), {date})')
        year, month, day = (int(each) for each in text.split('-'))
        add(f'DATE({year}, {month + 14}, {day})')
        add(f'DATE({year}, {month}, {day - 40})')
        add(f'{date} + 45', f'TEXT({date}+45,"yyyy-mm-dd")')
        add(f'NETWORKDAYS({date}, DATE(2026, 8, 15))')
        for count in [1, 5, 22, -7]:
            add(f'WORKDAY({date}, {count})')
    for start, end in SPANS:
        for unit in 'yMd':
            add(f'DATEDIF({written(start)}, {written(end)}, "{unit}")')
    for clock in ['0, 0, 0', '8, 30, 15', '23, 59, 59']:
        for name in ['HOUR', 'MINUTE', 'SECOND']:
            add(f'{name}(DATE(2026, 5, 6, {clock}))', f'{name}(DATE(2026,5,6)+TIME({clock}))')


def exact(add):
    for value in TIES:
        for places in [0, 1, 2]:
            for name in ['ROUND', 'ROUNDEVEN']:
                add(f'{name}({value}, {places})', rounded(name, value, places), f"decimal: Decimal('{value}').quantize, mode of {name}")
        for name in ['ROUNDUP', 'ROUNDDOWN']:
            add(f'{name}({value}, 2)', rounded(name, value, 2), f"decimal: Decimal('{value}').quantize, mode of {name}")
    for value in NUMBERS:
        add(f'ROUND({value} / 3, 6)', fraction(Fraction(value) / 3, 6), f'fractions: {value} / 3 to 6 places, half away from zero')
    for left, right in PAIRS:
        a, b = Fraction(left), Fraction(right)
        for sign, value in [('+', a + b), ('*', a * b), ('/', a / b)]:
            add(f'({left}) {sign} ({right})', fraction(value), f'fractions: {left} {sign} {right} to 20 places')
        add(f'REMAINDER({left}, {right})', remainder(left, right, 'number'), f'fractions: n - d * trunc(n / d) of {left} and {right}')
    for value in ['2', '2.25', '10', '0.0001', '123456.789']:
        for formula, answer in [(f'SQRT({value})', Decimal(value).sqrt()), (f'LN({value})', Decimal(value).ln()), (f'LOG({value}, 2)', Decimal(value).ln() / Decimal(2).ln())]:
            add(formula, significant(answer), f'decimal: {formula} to 20 digits')
    rows = [('0', 'from', '0.01'), ('5000000', 'from', '0.02'), ('8000000', 'from', '0.025')]
    for amount in ['-0.01', '0', '0.01', '4999999.99', '5000000', '5000000.01', '7999999.99', '8000000', '8000000.01', '16000001']:
        add(f'IF({amount} > 8000000, 0.025, IF({amount} >= 5000000, 0.02, 0))', ladder(amount), 'Python conditional expression over Decimal')
        for mode in ['rate', 'whole', 'marginal']:
            add(f'TIER({amount}, [[0, 0.01], [5000000, 0.02], [8000000, 0.025]], "{mode}")', tier(amount, rows, mode), f'fractions: {mode} over rows from 0, 5000000, 8000000')
    for text in DATES:
        day, other = datetime.date.fromisoformat(text), datetime.date(2026, 8, 15)
        span = sorted([day, other])
        count = sum((span[0] + datetime.timedelta(n)).isoweekday() <= 5 for n in range((span[1] - span[0]).days + 1))
        add(f'NETWORKDAYS({written(text)}, DATE(2026, 8, 15))', str(count if day <= other else -count), f'datetime: weekdays between {text} and {other}')
        add(f'DATEDELTA({written(text)}, -100)', str(day - datetime.timedelta(100)), f'datetime: {text} - timedelta(100)')
        add(f'MONTHBEGIN({written(text)})', str(day.replace(day=1)), f'datetime: {text}.replace(day=1)')
        after = (day.replace(day=28) + datetime.timedelta(4)).replace(day=1)
        add(f'MONTHEND({written(text)})', str(after - datetime.timedelta(1)), f'datetime: the day before the first of the month after {text}')
    for text in TEXTS:
        add(f'TRIM("{text}")', text.strip(' '), f'str.strip: {text!r}')
