"""
Makes cases.json: what formulas give by implementations that are not ours. Run by hand (`python3 tests/engine/expression/excel/make.py`);
the tests need only the file. Sources: `calc` = LibreOffice Calc (soffice on the PATH), `python` = exact arithmetic of decimal, fractions and datetime.
"""
import csv
import datetime as dt
import json
import os
import re
import subprocess
import tempfile
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, getcontext
from fractions import Fraction
from html import escape

getcontext().prec = 120
HERE = os.path.dirname(os.path.abspath(__file__))
# Columns of the sheet: our lists, Calc's ranges.
LISTS = {
    "@N": [3, 9, 5, -2, 7.5],
    "@M": [2, 4, 1, 3, 5],
    "@K": ["a", "b", "a", "分公司", "b"],
    "@D": ["2026-01-31", "2026-02-28", "2025-12-31", "2026-11-22", "2024-02-29"],
}
COLUMN = {"@N": "A", "@M": "B", "@K": "C", "@D": "D"}
calc_cases = []
python_cases = []


def calc(function, formula, kind="number", other=None):
    """A case whose expectation Calc gives; `other` is Calc's spelling where it differs."""
    calc_cases.append((function, formula, kind, other or formula))


def python(function, formula, expected):
    python_cases.append((function, formula, expected))


def text_of(value):
    """Plain digits without trailing zeros."""
    value = Decimal(value)
    if value == 0:
        return "0"
    text = format(value.normalize(), "f")
    return text


def rounded(value, places, mode=ROUND_HALF_UP):
    return text_of(Decimal(value).quantize(Decimal(1).scaleb(-places), mode))


def divided(a, b):
    quotient = Fraction(Decimal(a)) / Fraction(Decimal(b))
    scaled = quotient * 10**20
    whole = abs(scaled).numerator // abs(scaled).denominator
    rest = abs(scaled) - whole
    whole += 1 if rest >= Fraction(1, 2) else 0
    return text_of(Decimal(whole if scaled >= 0 else -whole).scaleb(-20))


def digits20(value):
    value = Decimal(value)
    if value == 0:
        return "0"
    return text_of(value.quantize(Decimal(1).scaleb(value.adjusted() - 19), ROUND_HALF_UP))


def lists_of(formula):
    for name, items in LISTS.items():
        literal = ", ".join(
            f'DATE({int(item[:4])}, {int(item[5:7])}, {int(item[8:])})' if name == "@D" else json.dumps(item, ensure_ascii=False)
            for item in items
        )
        formula = formula.replace(name, f"[{literal}]")
    return formula


def calc_spelling(formula, kind):
    parts = re.split(r'("(?:[^"]|"")*")', formula)
    for index in range(0, len(parts), 2):
        part = parts[index]
        for name, column in COLUMN.items():
            part = part.replace(name, f"[.{column}1:.{column}5]")
        part = re.sub(r"\bTRUE\b(?!\()", "TRUE()", part)
        part = re.sub(r"\bFALSE\b(?!\()", "FALSE()", part)
        part = re.sub(r"\b(IFS|SWITCH|TEXTJOIN)\(", r"COM.MICROSOFT.\1(", part)
        parts[index] = part.replace(",", ";")
    spelling = "".join(parts)
    if kind == "date":
        spelling = f'TEXT({spelling};"YYYY-MM-DD")'
    if kind == "boolean":
        spelling = f'IF({spelling};"TRUE";"FALSE")'
    return f'IFERROR({spelling};"!error")'


def run_calc():
    rows = []
    for index in range(max(5, len(calc_cases))):
        cells = []
        for name in ["@N", "@M", "@K", "@D"]:
            value = LISTS[name][index] if index < 5 else None
            if value is None:
                cells.append("<table:table-cell/>")
            elif name == "@D":
                cells.append(f'<table:table-cell office:value-type="date" office:date-value="{value}"/>')
            elif isinstance(value, str):
                cells.append(f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>')
            else:
                cells.append(f'<table:table-cell office:value-type="float" office:value="{value}"/>')
        if index < len(calc_cases):
            function, formula, kind, other = calc_cases[index]
            cells.append(f'<table:table-cell table:formula="of:={escape(calc_spelling(other, kind), quote=True)}"/>')
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for prefix, urn in [("office", "office"), ("table", "table"), ("text", "text")]
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" '
        f'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{"".join(rows)}</table:table></office:spreadsheet></office:body></office:document>'
    )
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "cases.fods")
        with open(source, "w", encoding="utf-8") as file:
            file.write(document)
        options = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false'
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", options, "--outdir", folder, source],
            check=True,
            capture_output=True,
        )
        with open(os.path.join(folder, "cases.csv"), encoding="utf-8") as file:
            answers = [row[4] if len(row) > 4 else "" for row in csv.reader(file)]
    return answers


exec(open(os.path.join(HERE, "catalogue.py"), encoding="utf-8").read())

answers = run_calc()
table = []
for (function, formula, kind, _), answer in zip(calc_cases, answers):
    if answer.startswith("!") or answer in ("#NAME?", "Err:508"):
        raise SystemExit(f"Calc refuses {formula}: {answer}")
    table.append([function, lists_of(formula), answer, "calc"])
for function, formula, expected in python_cases:
    table.append([function, lists_of(formula), expected, "python"])
with open(os.path.join(HERE, "cases.json"), "w", encoding="utf-8") as file:
    file.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in table) + "\n]\n")
print(len(table), "cases,", len(calc_cases), "by Calc,", len({row[0] for row in table}), "functions")
