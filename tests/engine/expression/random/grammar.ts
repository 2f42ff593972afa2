import { NUMBER_RULES } from './number-rules.ts'
import { between, call, choices, each, type Grammar, type Kind, LINE_NUMBERS, mapped, text } from './rules.ts'

const NUMBER_FORMATS = [
  ...['0.00', '#,##0.00', '0%', '000', '¥#,##0.0#', '#.##', 'x', '#', '0.0,', '0.0 %', '00-00', '#-##0.0', 'General'],
  ...['#,##0.00;(#,##0.00)', '0;负0', '0.0;-0.0;零', '0.00_)', '[$¥-804]#,##0'],
]
const MOMENT_FORMATS = [
  ...['yyyy-MM-dd', 'yyyy年M月d日', 'yy/mm/dd hh:mm', 'H:m:s', 'aaaa', 'aaa', 'mmm d, yyyy', 'dddd, mmmm dd', 'ddd'],
  ...['h:mm AM/PM', 'yyyy\\年', '[$-804]m-d'],
]

export const GRAMMAR: Readonly<Record<Kind, Grammar>> = {
  number: NUMBER_RULES,
  text: {
    leaves: ['{title}', '{title}', '{customer.name}', '""', '"a"', '"b"', '"合同"', '"12"', '" x "', '"Ab1"', '"😀b"'],
    nodes: [
      between('text', ['&']),
      ...each(['LOWER', 'UPPER', 'TRIM', 'REVERSE', 'T'], 'text'),
      ...each(['LEFT', 'RIGHT', 'REPT', 'SUBSTR'], 'text', 'number'),
      (w, depth) => `${w.pick(['LEFT', 'RIGHT', 'SUBSTR', 'REPT'])}(${w.write('text', depth)}, ${w.whole(0, 4)})`,
      (w, depth) => `SUBSTR(${w.write('text', depth)}, ${w.whole(-3, 3)}, ${w.whole(-2, 3)})`,
      (w, depth) => `${w.pick(['MID', 'MASK'])}(${w.write('text', depth)}, ${w.whole(1, 3)}, ${w.whole(0, 3)})`,
      (w, depth) => `REPLACE(${w.write('text', depth)}, ${w.whole(1, 3)}, ${w.whole(0, 3)}, ${w.write('text', depth)})`,
      call('SUBSTITUTE', 'text', 'text', 'text'),
      call('CONCATENATE', 'text', 'texts', 'text'),
      (w, depth) =>
        `TEXTJOIN(${w.write('text', 0)}, ${w.write('boolean', 0)}, ${w.write('texts', depth)}, ${w.write('text', depth)})`,
      (w, depth) => `JOIN(${w.write('texts', depth)}, ${w.write('text', 0)})`,
      (w, depth) => `TEXT(${w.write('number', depth)}, ${text(w, NUMBER_FORMATS)})`,
      (w, depth) => `TEXT(${w.write(w.pick(['date', 'datetime']), depth)}, ${text(w, MOMENT_FORMATS)})`,
      w => `TEXT({start}, ${text(w, ['h:mm AM/PM', 'HH时mm分', 'ss'])})`,
      (w, depth) => `TEXT(${w.write(w.pick(['number', 'date', 'datetime', 'text', 'boolean']), depth)})`,
      (w, depth) => `FIXED(${w.write('number', depth)}, ${w.whole(0, 5)})`,
      (w, depth) =>
        `(${w.write('text', depth)} & ${w.write(w.pick(['number', 'date', 'datetime', 'boolean', 'duration']), depth)})`,
      (w, depth) => `DATESTR(${w.write(w.pick(['date', 'datetime']), depth)})`,
      call('TIMESTR', 'datetime'),
      w => `CHAR(${w.pick(['65', '27721', '128512', '{rate}', '0'])})`,
      w => `(TIME(${w.whole(0, 23)}, ${w.whole(0, 60)}) & "")`,
      (w, depth) => `ARRAYGET(${w.write('texts', depth)}, ${w.whole(1, 3)})`,
      () => 'LATEST({lines.kind}, {lines.sold})',
      call('MAX', 'text', 'texts'),
      ...choices('text'),
    ],
  },
  boolean: {
    leaves: ['{flag}', '{flag}', 'TRUE', 'FALSE', '({grade} = "A+")', '({grade} <> "A")', '({start} > "09:00")'],
    nodes: [
      ...(['number', 'number', 'text', 'date', 'datetime', 'duration'] as const).map(kind =>
        between(kind, ['<', '<=', '>', '>=', '=', '<>']),
      ),
      between('datetime', ['<', '=', '>'], 'date'),
      ...each(['AND', 'OR', 'XOR'], 'boolean', 'boolean'),
      call('AND', 'boolean', 'boolean', 'boolean'),
      call('NOT', 'boolean'),
      ...(['number', 'text', 'date', 'numbers', 'texts'] as const).flatMap(kind =>
        each(['ISEMPTY', 'ISERROR', 'TRUTHY'], kind),
      ),
      ...each(['CONTAINS', 'STARTSWITH', 'ENDSWITH', 'EXACT'], 'text', 'text'),
      call('IN', 'number', 'numbers'),
      call('IN', 'text', 'texts', 'text'),
      call('IN', 'text', 'text'),
      call('IN', 'texts', 'texts'),
      (w, depth) =>
        `${w.pick(['SOME', 'EVERY', 'NONE'])}({lines}, ${w.within('line', () => w.write('boolean', depth))})`,
      (w, depth) =>
        `${w.pick(['SOME', 'EVERY', 'NONE'])}(${w.write('numbers', depth)}, ${w.within('number', () => w.write('boolean', depth))})`,
      (w, depth) => {
        const kind = (): Kind => w.pick(['date', 'datetime'])
        const unit = w.pick(['', ', "month"', ', "d"', ', "h"', ', "w"', ', "q"', ', "y"'])
        return `${w.pick(['IS_BEFORE', 'IS_AFTER', 'IS_SAME'])}(${w.write(kind(), depth)}, ${w.write(kind(), depth)}${unit})`
      },
      ...choices('boolean'),
    ],
  },
  date: {
    leaves: ['{due}', '{due}', 'TODAY()', 'DATE(2026, 1, 31)', 'DATE(2024, 2, 29)', 'DATE(2025, 12, 31)'],
    nodes: [
      between('date', ['+', '-'], 'number'),
      (w, depth) => `(${w.write('date', depth)} ${w.pick(['+', '-'])} ${w.pick(['1mo', '3d', '2w', '1y', '13mo'])})`,
      ...each(['EDATE', 'EOMONTH', 'DATEDELTA'], 'date', 'number'),
      (w, depth) => `${w.pick(['EDATE', 'EOMONTH'])}(${w.write('date', depth)}, ${w.whole(-14, 14)})`,
      ...each(['MONTHBEGIN', 'MONTHEND', 'YEARBEGIN', 'YEAREND'], 'date'),
      (w, depth) =>
        `DATEADD(${w.write('date', depth)}, ${w.whole(-40, 40)}, ${text(w, ['d', 'w', 'M', 'q', 'y', 'wd'])})`,
      w => `DATE(${w.whole(1990, 2030)}, ${w.whole(-3, 15)}, ${w.whole(-5, 40)})`,
      (w, depth) => `DATE(${w.write('number', depth)}, ${w.whole(1, 12)}, ${w.whole(1, 31)})`,
      (w, depth) =>
        `WORKDAY(${w.write('date', depth)}, ${w.whole(-12, 30)}${w.pick(['', ', {lines.sold}', ', {due}'])})`,
      call('MAX', 'date', 'dates'),
      call('MIN', 'date', 'date'),
      call('LATEST', 'dates'),
      (w, depth) => `ARRAYGET(${w.write('dates', depth)}, ${w.whole(1, 2)})`,
      ...choices('date'),
    ],
  },
  datetime: {
    leaves: ['{created}', '{created}', 'NOW()', 'DATE(2026, 3, 8, 2, 30, 0)', 'DATE(2026, 11, 1, 1, 30, 0)'],
    nodes: [
      (w, depth) =>
        `(${w.write('datetime', depth)} ${w.pick(['+', '-'])} ${w.pick(['36h', '3d', '90min', '1mo', '1d', '1y'])})`,
      between('datetime', ['+', '-'], 'duration'),
      between('datetime', ['+', '-'], 'number'),
      (w, depth) =>
        `DATEADD(${w.write(w.pick(['date', 'datetime']), depth)}, ${w.whole(-40, 40)}, ${text(w, ['s', 'm', 'h'])})`,
      (w, depth) =>
        `DATEADD(${w.write('datetime', depth)}, ${w.whole(-40, 40)}, ${text(w, ['d', 'w', 'M', 'q', 'y', 'wd'])})`,
      ...each(['DAYBEGIN', 'DAYEND'], 'date'),
      w => `DATE(2026, ${w.whole(1, 12)}, ${w.whole(1, 31)}, ${w.whole(-2, 26)}, ${w.whole(0, 70)}, ${w.whole(0, 59)})`,
      w => `DATE(${w.pick(['0', '1700000000123', '{paid}', '-1'])})`,
      call('MAX', 'datetime', 'datetime'),
      ...choices('datetime'),
    ],
  },
  duration: {
    leaves: ['3h', '90min', '1.5d', '0h', '2w'],
    nodes: [
      between('datetime', ['-']),
      between('duration', ['+', '-']),
      between('duration', ['*', '/'], 'number'),
      ...choices('duration'),
    ],
  },
  numbers: {
    leaves: [...LINE_NUMBERS, '{lines.buyer.credit}', '{numbers}', '[1, 2.5, 2]', '[]', '{lines.price}'],
    nodes: [
      (w, depth) => `[${w.write('number', depth)}, ${w.write('number', depth)}]`,
      (w, depth) => `FILTER(${w.write('numbers', depth)}, ${w.within('number', () => w.write('boolean', depth))})`,
      ...mapped('number'),
      (w, depth) => `MAPLIST(${w.write('numbers', depth)}, ${w.within('number', () => w.write('number', depth))})`,
      ...each(['COMPACT', 'UNION'], 'numbers'),
      call('UNION', 'numbers', 'numbers'),
      call('MERGE', 'numbers', 'number', 'numbers'),
      (w, depth) => `IF(${w.write('boolean', depth)}, ${w.write('numbers', depth)})`,
    ],
  },
  texts: {
    leaves: ['{lines.kind}', '{tags}', '["a", "", "b"]', '{lines.buyer.name}'],
    nodes: [
      (w, depth) => `FILTER(${w.write('texts', depth)}, ${w.within('text', () => w.write('boolean', depth))})`,
      ...mapped('text'),
      (w, depth) => `SPLIT(${w.write('text', depth)}, ${text(w, ['b', '', ','])})`,
      ...each(['COMPACT', 'UNION'], 'texts'),
      call('MERGE', 'texts', 'text'),
      (w, depth) => `IFERROR(${w.write('texts', depth)}, ${w.write('texts', depth)})`,
    ],
  },
  dates: {
    leaves: ['{lines.sold}', '{lines.sold}', '[TODAY(), {due}]'],
    nodes: [...mapped('date'), call('COMPACT', 'dates')],
  },
}

export const ITEMS: Readonly<Record<'line' | 'number' | 'text', Partial<Record<Kind, readonly string[]>>>> = {
  line: {
    number: ['{$item.price}', '{$item.qty}', '{$item.margin}', '{$item.buyer.credit}'],
    text: ['{$item.kind}', '{$item.buyer.name}'],
    date: ['{$item.sold}'],
    boolean: ['({$item.grade} = "A")', '({$item.kind} <> "a")', '({$item.price} > 2)'],
  },
  number: { number: ['{$item}'], boolean: ['({$item} > 1)'] },
  text: { text: ['{$item}'], boolean: ['({$item} <> "a")'] },
}
