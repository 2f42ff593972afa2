# The cases of make.py, function by function. `calc(...)` asks LibreOffice Calc, `python(...)` states exact arithmetic.
NUMBERS = ["0", "1", "-1", "2.5", "-2.5", "7.3", "-7.3", "1234.5678", "-0.004", "99.995"]
PAIRS = [("7", "3"), ("-7", "3"), ("7", "-3"), ("-7", "-3"), ("7.5", "2"), ("10", "0.3"), ("0", "5"), ("1234.5", "17")]

# Logic
for a, b in [("TRUE", "TRUE"), ("TRUE", "FALSE"), ("FALSE", "TRUE"), ("FALSE", "FALSE")]:
    for name in ["AND", "OR", "XOR"]:
        calc(name, f"{name}({a}, {b})", "boolean")
    calc("NOT", f"NOT({a})", "boolean")
for value in ["-1", "0", "3", "5000000", "8000000", "8000000.01"]:
    calc("IF", f"IF({value} > 8000000, 0.025, IF({value} >= 5000000, 0.02, 0))")
    calc("IFS", f"IFS({value} < 0, 1, {value} < 4, 2, {value} >= 4, 3)")
for value in ["1", "2", "9"]:
    calc("SWITCH", f"SWITCH({value}, 1, 10, 2, 20, 30)")
for formula in ["1 / 0", "6 / 2", "VALUE(\"x\")"]:
    calc("IFERROR", f"IFERROR({formula}, -1)")
    calc("ISERROR", f"ISERROR({formula})", "boolean")
for a, b in [("a", "a"), ("a", "A"), ("合同", "合同")]:
    calc("EXACT", f'EXACT("{a}", "{b}")', "boolean")
for a, b in [("1", "2"), ("2", "2"), ("-3", "2")]:
    for operator in ["<", "<=", ">", ">=", "=", "<>"]:
        calc(operator, f"{a} {operator} {b}", "boolean")

# Rounding
for value in NUMBERS:
    for places in [-2, -1, 0, 1, 2]:
        calc("ROUND", f"ROUND({value}, {places})")
        if places in (-1, 0, 2):
            calc("ROUNDUP", f"ROUNDUP({value}, {places})")
            calc("ROUNDDOWN", f"ROUNDDOWN({value}, {places})")
            calc("TRUNC", f"TRUNC({value}, {places})")
    for name in ["INT", "ABS", "SIGN", "EVEN", "ODD"]:
        calc(name, f"{name}({value})")
    calc("CEILING", f"CEILING({value})", other=f"-INT(-({value}))")
    calc("FLOOR", f"FLOOR({value})", other=f"INT({value})")
    python("ROUNDEVEN", f"ROUNDEVEN({value}, 1)", rounded(value, 1, ROUND_HALF_EVEN))
    python("ROUND", f"ROUND({value} / 3, 6)", rounded(Decimal(value) / 3, 6))
for value in ["2.345", "1.005", "1.575", "-2.345", "0.125", "8.885", "1234567.895", "0.615", "-1.005", "2.5", "3.5", "1.45"]:
    for places in [0, 1, 2]:
        python("ROUND", f"ROUND({value}, {places})", rounded(value, places))
        python("ROUNDEVEN", f"ROUNDEVEN({value}, {places})", rounded(value, places, ROUND_HALF_EVEN))
    python("ROUNDUP", f"ROUNDUP({value}, 2)", rounded(value, 2, ROUND_UP))
    python("ROUNDDOWN", f"ROUNDDOWN({value}, 2)", rounded(value, 2, ROUND_DOWN))
for value, step in [("23", "10"), ("29", "10"), ("7.3", "0.5"), ("20", "10"), ("0.7", "0.3")]:
    calc("CEILING", f"CEILING({value}, {step})")
    calc("FLOOR", f"FLOOR({value}, {step})")

# Arithmetic
for a, b in PAIRS:
    calc("MOD", f"MOD({a}, {b})")
    for operator in ["+", "-", "*"]:
        calc(operator, f"({a}) {operator} ({b})")
    python("/", f"({a}) / ({b})", divided(a, b))
    python("+", f"({a}) + ({b})", text_of(Decimal(a) + Decimal(b)))
    python("*", f"({a}) * ({b})", text_of(Decimal(a) * Decimal(b)))
    python("REMAINDER", f"REMAINDER({a}, {b})", text_of(Decimal(a) % Decimal(b)))
for a, b in [("0.1", "0.2"), ("1200000", "0.08"), ("1", "3"), ("99999999999999999999", "1"), ("2", "7"), ("-1", "6"), ("1", "-8")]:
    python("+", f"{a} + ({b})", text_of(Decimal(a) + Decimal(b)))
    python("*", f"{a} * ({b})", text_of(Decimal(a) * Decimal(b)))
    python("/", f"({a}) / ({b})", divided(a, b))
for base, exponent in [("2", "10"), ("1.05", "12"), ("-3", "3"), ("2", "-1"), ("2", "0.5"), ("10", "-0.5"), ("7.25", "1.5"), ("0.3", "0.25")]:
    calc("POWER", f"POWER({base}, {exponent})")
    if Decimal(exponent) != int(Decimal(exponent)):
        python("POWER", f"POWER({base}, {exponent})", digits20(Decimal(base) ** Decimal(exponent)))
for value in ["0", "2", "2.25", "10", "0.0001", "123456.789"]:
    calc("SQRT", f"SQRT({value})")
    python("SQRT", f"SQRT({value})", digits20(Decimal(value).sqrt()))
    calc("EXP", f"EXP({min(float(value), 20)})")
    python("EXP", f"EXP({min(float(value), 20)})", digits20(Decimal(str(min(float(value), 20))).exp()))
    if value != "0":
        calc("LN", f"LN({value})")
        calc("LOG", f"LOG({value})")
        calc("LOG", f"LOG({value}, 2)")
        python("LN", f"LN({value})", digits20(Decimal(value).ln()))
        python("LOG", f"LOG({value}, 2)", digits20(Decimal(value).ln() / Decimal(2).ln()))

# Aggregates
for name in ["SUM", "AVERAGE", "MAX", "MIN", "COUNT", "COUNTA", "PRODUCT", "MEDIAN", "VAR", "STDEV"]:
    calc(name, f"{name}(@N)")
    calc(name, f"{name}(@N, 4, @M)")
    calc(name, f"{name}(1, 2, 4)")
calc("COUNT", "COUNT(@K)")
calc("COUNTA", "COUNTA(@K)")
for name in ["LARGE", "SMALL"]:
    for k in range(1, 6):
        calc(name, f"{name}(@N, {k})")
for share in ["0", "0.1", "0.25", "0.5", "0.9", "1"]:
    calc("PERCENTILE", f"PERCENTILE(@N, {share})")
for value in ["3", "9", "-2"]:
    calc("RANK", f"RANK({value}, @N)", other=f"RANK({value}, @N)")
    calc("RANK", f"RANK({value}, @N, 1)")
calc("SUMPRODUCT", "SUMPRODUCT(@N, @M)")
calc("SUMPRODUCT", "SUMPRODUCT(@N, @M, @N)")
for criterion in [">3", ">=3", "<5", "<=5", "<>3", "=9", "7.5", ">100"]:
    calc("SUMIF", f'SUMIF(@N, "{criterion}")')
    calc("SUMIF", f'SUMIF(@N, "{criterion}", @M)')
    calc("COUNTIF", f'COUNTIF(@N, "{criterion}")')
    calc("SUMIFS", f'SUMIFS(@M, @N, "{criterion}", @K, "b")')
    calc("COUNTIFS", f'COUNTIFS(@N, "{criterion}", @K, "a")')
for criterion in ["a", "b", "<>a", "z", "分公司"]:
    calc("SUMIF", f'SUMIF(@K, "{criterion}", @N)')
    calc("COUNTIF", f'COUNTIF(@K, "{criterion}")')
    if criterion != "z":
        calc("AVERAGEIF", f'AVERAGEIF(@K, "{criterion}", @N)')
for criterion in [">=2026-01-31", "<2026-01-01"]:
    calc("COUNTIF", f'COUNTIF(@D, "{criterion}")')
for name in ["SUM", "AVERAGE"]:
    exact = sum(Decimal(str(item)) for item in LISTS["@N"])
    python(name, f"{name}(@N)", text_of(exact) if name == "SUM" else divided(exact, 5))
python("VAR", "VAR(1, 2, 4)", divided(7, 3))

# Tiers, by exact arithmetic
STEPS = [(Decimal(0), Decimal("0.01")), (Decimal(5000000), Decimal("0.02")), (Decimal(8000000), Decimal("0.025"))]
TABLE = "[[0, 0.01], [5000000, 0.02], [8000000, 0.025]]"
for edge, _ in STEPS:
    for amount in [edge - Decimal("0.01"), edge, edge + Decimal("0.01"), edge * 2 + 1]:
        rate = next((rate for start, rate in reversed(STEPS) if amount >= start), Decimal(0))
        ends = [start for start, _ in STEPS[1:]] + [None]
        slices = sum(
            (max(Decimal(0), (min(amount, end) if end is not None else amount) - start) * rate for (start, rate), end in zip(STEPS, ends)),
            Decimal(0),
        )
        python("TIER", f'TIER({amount}, {TABLE})', text_of(rate))
        python("TIER", f'TIER({amount}, {TABLE}, "whole")', text_of(rate * amount))
        python("TIER", f'TIER({amount}, {TABLE}, "marginal")', text_of(slices))
        commission = Decimal("0.025") if amount > 8000000 else Decimal("0.02") if amount >= 5000000 else Decimal(0)
        python("IF", f"IF({amount} > 8000000, 0.025, IF({amount} >= 5000000, 0.02, 0))", text_of(commission))

# Text
TEXTS = ["合同2026", "Hello World", "a", " x  y ", "AbC-12"]
for value in TEXTS:
    for count in [1, 2, 20]:
        calc("LEFT", f'LEFT("{value}", {count})', "text")
        calc("RIGHT", f'RIGHT("{value}", {count})', "text")
    calc("LEFT", f'LEFT("{value}")', "text")
    calc("MID", f'MID("{value}", 2, 3)', "text")
    calc("LEN", f'LEN("{value}")')
    for name in ["LOWER", "UPPER", "PROPER"]:
        calc(name, f'{name}("{value}")', "text")
    calc("REPLACE", f'REPLACE("{value}", 2, 1, "*")', "text")
    calc("SUBSTITUTE", f'SUBSTITUTE("{value}", "l", "L")', "text")
    calc("REPT", f'REPT("{value}", 2)', "text")
    calc("CONCATENATE", f'CONCATENATE("{value}", 1, "x")', "text")
    calc("&", f'"{value}" & 2.5', "text")
    calc("CODE", f'CODE("{value}")', other=f'UNICODE("{value}")')
    python("TRIM", f'TRIM("{value}")', value.strip(" "))
calc("SUBSTITUTE", 'SUBSTITUTE("a-b-c", "-", "/", 2)', "text")
calc("SEARCH", 'SEARCH("WORLD", "Hello World")')
calc("SEARCH", 'SEARCH("o", "Hello World", 6)')
calc("FIND", 'FIND("o", "Hello World")')
calc("FIND", 'FIND("o", "Hello World", 6)')
calc("CHAR", 'CHAR(65)', "text")
calc("TEXTJOIN", 'TEXTJOIN("-", TRUE, "a", "", "b")', "text")
calc("TEXTJOIN", 'TEXTJOIN("-", FALSE, "a", "", "b")', "text")
calc("TEXTJOIN", 'TEXTJOIN("、", TRUE, @K)', "text")
for value in ["0", "1234.5", "-1234.567", "0.1256", "7", "-0.4"]:
    for pattern in ["0.00", "#,##0.00", "0%", "000", "0.0", "#,##0"]:
        if value == "-0.4" and pattern in ("000", "#,##0"):
            continue
        calc("TEXT", f'TEXT({value}, "{pattern}")', "text")
    python("FIXED", f"FIXED({value}, 2)", str(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)))
for value in ["12", "-3.5", "1,234.50", "12%"]:
    calc("VALUE", f'VALUE("{value}")')

# Dates
DATES = [(2024, 2, 29), (2026, 1, 31), (2025, 12, 31), (2026, 3, 1), (1999, 12, 31), (2027, 1, 1), (2026, 11, 22)]
for y, m, d in DATES:
    date = f"DATE({y}, {m}, {d})"
    day = dt.date(y, m, d)
    for name in ["YEAR", "MONTH", "DAY", "ISOWEEKNUM"]:
        calc(name, f"{name}({date})")
    for start in [1, 2, 3]:
        calc("WEEKDAY", f"WEEKDAY({date}, {start})")
    # Calc counts the last days of a year into the next one's first week, Excel does not.
    first = dt.date(y, 1, 1)
    python("WEEKNUM", f"WEEKNUM({date})", str(int(day.strftime("%U")) + (first.isoweekday() != 7)))
    python("WEEKNUM", f"WEEKNUM({date}, 2)", str(int(day.strftime("%W")) + (first.isoweekday() != 1)))
    calc("QUARTER", f"QUARTER({date})", other=f"INT((MONTH({date}) + 2) / 3)")
    for months in [-13, -1, 0, 1, 11]:
        calc("EDATE", f"EDATE({date}, {months})", "date")
        calc("EOMONTH", f"EOMONTH({date}, {months})", "date")
    calc("DAYS", f"DAYS({date}, DATE(2026, 2, 14))")
    calc("DAYS360", f"DAYS360(DATE(2023, 5, 30), {date})")
    calc("DATE", f"DATE({y}, {m + 14}, {d})", "date")
    calc("DATE", f"DATE({y}, {m}, {d - 40})", "date")
    calc("+", f"{date} + 45", "date")
    python("WEEKDAY", f"WEEKDAY({date})", str(day.isoweekday()))
    python("ISOWEEKNUM", f"ISOWEEKNUM({date})", str(day.isocalendar()[1]))
    python("DATEDELTA", f"DATEDELTA({date}, -100)", (day - dt.timedelta(days=100)).isoformat())
    python("MONTHBEGIN", f"MONTHBEGIN({date})", day.replace(day=1).isoformat())
    python("MONTHEND", f"MONTHEND({date})", ((day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)).isoformat())
    other = dt.date(2026, 8, 15)
    span = sorted([day, other])
    workdays = sum((span[0] + dt.timedelta(days=i)).isoweekday() <= 5 for i in range((span[1] - span[0]).days + 1))
    calc("NETWORKDAYS", f"NETWORKDAYS({date}, DATE(2026, 8, 15))")
    python("NETWORKDAYS", f"NETWORKDAYS({date}, DATE(2026, 8, 15))", str(workdays if day <= other else -workdays))
    for count in [1, 5, 22, -7]:
        calc("WORKDAY", f"WORKDAY({date}, {count})", "date")
for a, b in [((2024, 2, 29), (2026, 2, 28)), ((2026, 1, 31), (2026, 3, 30)), ((2025, 12, 31), (2027, 1, 1)), ((2026, 5, 6), (2026, 5, 6)), ((2020, 1, 1), (2026, 11, 22))]:
    start, end = (f"DATE({y}, {m}, {d})" for y, m, d in (a, b))
    for ours, theirs in [("y", "y"), ("M", "m"), ("d", "d")]:
        calc("DATEDIF", f'DATEDIF({start}, {end}, "{ours}")', other=f'DATEDIF({start}, {end}, "{theirs}")')
for h, mi, s in [(0, 0, 0), (8, 30, 15), (23, 59, 59)]:
    time = f"DATE(2026, 5, 6, {h}, {mi}, {s})"
    for name in ["HOUR", "MINUTE", "SECOND"]:
        calc(name, f"{name}({time})", other=f"{name}(DATE(2026, 5, 6) + TIME({h}, {mi}, {s}))")
    calc("TEXT", f'TEXT({time}, "yyyy-mm-dd hh:mm:ss")', "text", f'TEXT(DATE(2026, 5, 6) + TIME({h}, {mi}, {s}), "yyyy-mm-dd hh:mm:ss")')

# Lists
calc("LOOKUP", 'LOOKUP("b", ["a", "b", "c"], [1, 2, 3])', other='INDEX(@M, MATCH("b", @K, 0)) * 0 + 2')
for k in range(1, 6):
    calc("ARRAYGET", f"ARRAYGET(@N, {k})", other=f"INDEX(@N, {k})")
    calc("ARRAYGET", f"ARRAYGET(@K, {k})", "text", f"INDEX(@K, {k})")
calc("MAX", "MAX(@D)", "date")
calc("MIN", "MIN(@D)", "date")
