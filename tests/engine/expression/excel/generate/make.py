"""Makes the tables in ../cases and ../deviations.json. By hand, with LibreOffice Calc's `soffice` on the PATH (they were made with 7.4.7.2):

    python3 tests/engine/expression/excel/generate/make.py
    npx biome format --write tests/engine/expression/excel

The tests need only what it made. No expectation comes from our engine: Calc works it out, or exact arithmetic here does.
"""
import importlib
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from calc import Workbook  # noqa: E402

FAMILIES = ['logic', 'number', 'aggregate', 'text', 'date', 'list', 'tier', 'grid']
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / 'families'))
workbook = Workbook()


def asked(formula, spelled, data):
    """A question to Calc; the answer comes when all are asked."""
    return formula, spelled or formula, data or {}, workbook.ask(spelled or formula, data or {})


def of_family(name):
    family = importlib.import_module(name)
    questions, cases = [], []
    for line in family.CALC.strip().splitlines():
        formula, _, spelled = line.partition(' ~ ')
        questions.append(asked(formula, spelled, None))
    if hasattr(family, 'calc'):
        family.calc(lambda formula, spelled=None, data=None: questions.append(asked(formula, spelled, data)))
    family.exact(lambda formula, expected, how, data=None: cases.append(case(formula, data, expected, f'Python {how}')))
    return questions, cases


def case(formula, data, expected, source):
    return {'formula': formula, **({'data': data} if data else {}), 'expected': expected, 'source': source}


def by_calc(question, answers):
    formula, spelled, data, place = question
    return case(formula, data, answers[place], calc_source(formula, spelled))


def calc_source(formula, spelled):
    """Calc, with the formula it was asked where that is another than ours."""
    return 'LibreOffice Calc' if spelled == formula else f'LibreOffice Calc: ={spelled}'


def write(path, rows):
    lines = ',\n'.join('  ' + json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f'[\n{lines}\n]\n', encoding='utf-8')


families = {name: of_family(name) for name in FAMILIES}
deviations = [
    (zh, en, [(each, asked(each[0], each[2] if len(each) > 2 else None, None)) for each in examples])
    for zh, en, examples in importlib.import_module('deviation').DEVIATIONS
]
answers = workbook.answers()
seen = set()
for name, (questions, exact) in families.items():
    cases = [by_calc(each, answers) for each in questions] + exact
    keys = [json.dumps([each['formula'], each.get('data'), each['source'].split(' ')[0]]) for each in cases]
    cases = [each for each, key in zip(cases, keys) if key not in seen and not seen.add(key)]
    write(HERE.parent / 'cases' / f'{name}.json', cases)
    print(name, len(cases))


def deviating(example, question):
    """One example: what Excel gives, by Calc unless its documentation is quoted."""
    formula, _, _, place = question
    quoted = example[3] if len(example) > 3 else None
    source = "Excel as documented, not run: Calc differs" if quoted else calc_source(formula, question[1])
    return {'formula': formula, 'ours': example[1], 'excel': quoted or answers[place], 'source': source}


rules = [{'zh': zh, 'en': en, 'examples': [deviating(*each) for each in examples]} for zh, en, examples in deviations]
assert all(each['ours'] != each['excel'] for rule in rules for each in rule['examples']), rules
write(HERE.parent / 'deviations.json', rules)
print('deviations', sum(len(rule['examples']) for rule in rules))
