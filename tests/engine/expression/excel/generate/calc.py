"""LibreOffice Calc as the judge: formulas go into a workbook in Excel's own file format, and what Calc makes of them is read back.

Our spelling is Excel's but for three things: a list `[1, 2]` becomes a range of cells, a field `{paid}` a cell, BLANK() an empty cell.
"""
import datetime
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

LABELS = {'回款总额': 'paid', '金额': 'amount', '标题': 'title', '到期日': 'due'}
TOKEN = re.compile(r'"(?:[^"]|"")*"|\[|\{[^}]*\}|BLANK\(\)|' + '|'.join(LABELS))
# Functions that Excel 2007 did not know bear a prefix in its files.
NEWER = re.compile(r'\b(IFS|SWITCH|XOR|CONCAT|TEXTJOIN|MAXIFS|MINIFS|DAYS|ISOWEEKNUM|ENCODEURL|UNICHAR|UNICODE|NUMBERVALUE)\(')
DATES = re.compile(r'^(DATE|EDATE|EOMONTH|WORKDAY|DATEVALUE)\(')
EPOCH = datetime.date(1899, 12, 30)


def column(index):
    name = ''
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


class Workbook:
    """One sheet of formulas in column A (in B whether they are truth values), one sheet of data with a column for every list and field."""

    def __init__(self):
        self.formulas = []
        self.columns = []

    def ask(self, formula, data):
        self.formulas.append(self.spell(formula, data))
        return len(self.formulas) - 1

    def place(self, cells):
        """Cells as a range: each is the text of a formula, or '' for an empty one."""
        self.columns.append(cells or [''])
        name = column(len(self.columns) - 1)
        last = len(self.columns[-1])
        return f'data!${name}$1' if last == 1 else f'data!${name}$1:${name}${last}'

    def spell(self, formula, data):
        out, at = [], 0
        while match := TOKEN.search(formula, at):
            out.append(formula[at:match.start()])
            token, at = match.group(), match.end()
            if token == '[':
                end = closing(formula, at)
                out.append(self.place([self.item(each, data) for each in split(formula[at:end])]))
                at = end + 1
            elif token == 'BLANK()':
                out.append(self.place(['']))
            elif token[0] == '{' or token in LABELS:
                value = data.get(LABELS.get(token) or token[1:-1])
                out.append(self.place([literal(each) for each in value] if isinstance(value, list) else [literal(value)]))
            else:
                out.append(token)
        out.append(formula[at:])
        return NEWER.sub(r'_xlfn.\1(', ''.join(out))

    def item(self, text, data):
        return '' if text == 'BLANK()' else self.spell(text, data)

    def answers(self):
        """What Calc shows for each formula, as text."""
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder) / 'cases.xlsx'
            self.write(book)
            subprocess.run(
                ['soffice', f'-env:UserInstallation=file://{folder}/profile', '--headless', '--convert-to', 'fods', '--outdir', folder, str(book)],
                check=True, capture_output=True,
            )
            return read(Path(folder) / 'cases.fods', self.formulas)

    def write(self, path):
        rows = max((len(each) for each in self.columns), default=0)
        data = [[cells[row] if row < len(cells) else '' for cells in self.columns] for row in range(rows)]
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as book:
            for name, text in parts(sheet([[each, f'ISLOGICAL({each})'] for each in self.formulas]), sheet(data)).items():
                book.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)


def closing(text, at):
    """The place of the bracket that closes a list."""
    depth, quoted = 1, False
    for index in range(at, len(text)):
        quoted ^= text[index] == '"'
        depth += 0 if quoted else {'[': 1, ']': -1}.get(text[index], 0)
        if depth == 0:
            return index
    raise ValueError(text)


def split(text):
    """Items of a list, cut at the commas between them."""
    items, depth, quoted = [''], 0, False
    for character in text:
        quoted ^= character == '"'
        depth += 0 if quoted else {'(': 1, ')': -1}.get(character, 0)
        if character == ',' and depth == 0 and not quoted:
            items.append('')
        else:
            items[-1] += character
    return [each.strip() for each in items if each.strip() or len(items) > 1]


def literal(value):
    """A field's value as the formula of its cell."""
    if value is None:
        return ''
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str) and re.fullmatch(r'-?\d+(\.\d+)?', value):
        return value
    if isinstance(value, str) and (day := re.fullmatch(r'(\d{4})-(\d\d)-(\d\d)', value)):
        return 'DATE({},{},{})'.format(*(int(each) for each in day.groups()))
    return '"{}"'.format(value.replace('"', '""')) if isinstance(value, str) else str(value)


def cell(name, formula):
    """Numbers and texts stand as values, anything else as a formula without a stored result, so that Calc has to work it out."""
    if formula == '':
        return ''
    if re.fullmatch(r'-?\d+(\.\d+)?', formula):
        return f'<c r="{name}"><v>{formula}</v></c>'
    if re.fullmatch(r'"(?:[^"]|"")*"', formula):
        text = escape(formula[1:-1].replace('""', '"'))
        return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{name}"><f>{escape(formula)}</f></c>'


def sheet(rows):
    written = ''.join(
        f'<row r="{index}">' + ''.join(cell(f'{column(place)}{index}', each) for place, each in enumerate(row)) + '</row>'
        for index, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{written}</sheetData></worksheet>'


def parts(first, second):
    types = 'http://schemas.openxmlformats.org/package/2006/content-types'
    relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
    office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    main = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
    return {
        '[Content_Types].xml': f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/book.xml" ContentType="{main}sheet.main+xml"/>'
        f'<Override PartName="/cases.xml" ContentType="{main}worksheet+xml"/><Override PartName="/data.xml" ContentType="{main}worksheet+xml"/></Types>',
        '_rels/.rels': f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="book.xml"/></Relationships>',
        '_rels/book.xml.rels': f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" Target="cases.xml"/>'
        f'<Relationship Id="r2" Type="{office}/worksheet" Target="data.xml"/></Relationships>',
        'book.xml': f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}"><sheets>'
        '<sheet name="cases" sheetId="1" r:id="r1"/><sheet name="data" sheetId="2" r:id="r2"/></sheets></workbook>',
        'cases.xml': first,
        'data.xml': second,
    }


SPACE = {prefix: f'urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0' for prefix in ('table', 'office', 'text')}
SPACE['calcext'] = 'urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'


def attribute(node, prefix, name):
    return node.get(f'{{{SPACE[prefix]}}}{name}')


def read(path, formulas):
    table = ElementTree.parse(path).getroot().find('.//table:table', SPACE)
    found = []
    for row in table.iterfind('.//table:table-row', SPACE):
        cells = row.findall('table:table-cell', SPACE)
        repeated = int(attribute(row, 'table', 'number-rows-repeated') or 1)
        found += [cells[:2]] * min(repeated, len(formulas) - len(found))
    return [answer(cells, formula) for cells, formula in zip(found, formulas, strict=True)]


def answer(cells, formula):
    """A number with the 15 digits that a double holds, a date as YYYY-MM-DD, TRUE or FALSE, the name of an error, else the text."""
    node = cells[0]
    kind = attribute(node, 'office', 'value-type')
    shown = '\n'.join(''.join(spelled(each)) for each in node.findall('text:p', SPACE))
    if attribute(node, 'calcext', 'value-type') == 'error':
        return error(shown, formula)
    if kind == 'date':
        return attribute(node, 'office', 'date-value')[:10]
    if len(cells) > 1 and attribute(cells[1], 'office', 'value') == '1':
        return 'TRUE' if attribute(node, 'office', 'value') == '1' else 'FALSE'
    if kind in ('float', 'percentage', 'currency'):
        value = float(attribute(node, 'office', 'value'))
        return str(EPOCH + datetime.timedelta(value)) if DATES.match(formula) else digits(value)
    return attribute(node, 'office', 'string-value') or shown


def error(shown, formula):
    """Calc's own codes as it writes them into Excel's files; what it cannot parse is a mistake of the table."""
    name = {'Err:502': '#VALUE!', 'Err:503': '#NUM!'}.get(shown, shown)
    if name not in ('#VALUE!', '#NUM!', '#DIV/0!', '#N/A', '#REF!'):
        raise ValueError(f'{shown}: {formula}')
    return name


def spelled(node):
    """The text of a paragraph; blanks in a row are elements of their own."""
    yield node.text or ''
    for child in node:
        if child.tag == f'{{{SPACE["text"]}}}s':
            yield ' ' * int(attribute(child, 'text', 'c') or 1)
        else:
            yield from spelled(child)
        yield child.tail or ''


def digits(value):
    return plain(Decimal('%.15g' % value))


def plain(value):
    """A Decimal without exponent and without zeros at its end."""
    text = format(value, 'f')
    text = text.rstrip('0').rstrip('.') if '.' in text else text
    return '0' if text in ('-0', '') else text
