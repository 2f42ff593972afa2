import {
  between,
  CRITERIA,
  call,
  choices,
  EDGES,
  each,
  type Grammar,
  type Kind,
  LINE_ANY,
  LINE_NUMBERS,
  mixed,
  NUMBERS,
  places,
  type Rule,
  TABLES,
  text,
  UNITS,
} from './rules.ts'

/** Numbers. */
export const NUMBER_RULES: Grammar = {
  leaves: [
    '{amount}',
    '{paid}',
    '{rate}',
    '{score}',
    '{customer.credit}',
    ...NUMBERS,
    ...NUMBERS,
    ...EDGES.slice(0, 2),
    'BLANK()',
  ],
  nodes: [
    ...Array.from({ length: 4 }, () => between('number', ['+', '-', '*', '/'])),
    ...each(['ABS', 'SIGN', 'INT', 'CEILING', 'FLOOR', 'EVEN', 'ODD', 'TRUNC', '-'], 'number'),
    ...each(['SQRT', 'EXP', 'LN', 'LOG'], 'number'),
    ...each(['MOD', 'REMAINDER', 'CEILING', 'FLOOR', 'ROUND', 'LOG', 'TRUNC'], 'number', 'number'),
    ...['ROUND', 'ROUNDUP', 'ROUNDDOWN', 'ROUNDEVEN', 'TRUNC'].map(
      (name): Rule =>
        (w, depth) =>
          `${name}(${w.write('number', depth)}, ${places(w)})`,
    ),
    (w, depth) => `((${w.write('number', depth)}) ^ ${w.pick(['2', '3', '0', '(-1)', '0.5', '(-0.25)', '1.5'])})`,
    (w, depth) => `(${w.write('number', 0)}% + ${w.write('number', depth)})`,
    ...['SUM', 'AVERAGE', 'MAX', 'MIN', 'MEDIAN', 'COUNT', 'COUNTA', 'COUNTALL', 'COUNTBLANK', 'VAR', 'STDEV'].map(
      (name): Rule =>
        (w, depth) =>
          `${name}(${mixed(w, depth)})`,
    ),
    ...each(['SUM', 'AVERAGE', 'MAX', 'MIN'], 'numbers'),
    call('PRODUCT', 'number', 'number', 'number'),
    ...each(['COUNTA', 'COUNTBLANK', 'COUNT'], 'texts'),
    ...each(['LARGE', 'SMALL', 'ARRAYGET'], 'numbers', 'number'),
    (w, depth) => `${w.pick(['LARGE', 'SMALL', 'ARRAYGET'])}(${w.write('numbers', depth)}, ${w.whole(1, 3)})`,
    (w, depth) => `PERCENTILE(${w.write('numbers', depth)}, ${w.pick(['0', '0.5', '0.25', '0.9', '1', '{rate}'])})`,
    (w, depth) => `RANK(${w.write('number', depth)}, ${w.write('numbers', depth)}, ${w.pick(['0', '1'])})`,
    (w, depth) => `TIER(${w.write('number', depth)}, ${w.pick(TABLES)}, ${text(w, ['rate', 'whole', 'marginal'])})`,
    w => `SUMIF(${w.pick(LINE_ANY)}, ${text(w, CRITERIA)}, ${w.pick(LINE_NUMBERS)})`,
    w => `AVERAGEIF(${w.pick(LINE_ANY)}, ${text(w, CRITERIA)}, ${w.pick(LINE_NUMBERS)})`,
    w => `SUMIFS({lines.price}, {lines.kind}, ${text(w, CRITERIA)}, {lines.qty}, ${text(w, CRITERIA)})`,
    w => `COUNTIFS({lines.kind}, ${text(w, CRITERIA)}, {lines.price}, ${text(w, CRITERIA)})`,
    (w, depth) => `COUNTIF(${w.write(w.pick(['numbers', 'texts']), depth)}, ${text(w, CRITERIA)})`,
    w => `COUNTIF({lines.sold}, ${text(w, ['>=2026-01-31', '2026/2/28', '<2026-06-01', ''])})`,
    w => `SUMIF({lines.grade}, ${text(w, ['A', 'A+', 'B'])}, {lines.price})`,
    w => `SUMPRODUCT(${w.pick(LINE_NUMBERS)}, ${w.pick(LINE_NUMBERS)})`,
    call('SUMPRODUCT', 'numbers', 'numbers'),
    w => `${w.pick(['LATEST', 'EARLIEST'])}(${w.pick(LINE_NUMBERS)}, {lines.sold})`,
    (w, depth) => `LOOKUP(${w.write('text', depth)}, {lines.kind}, {lines.price}, ${w.write('number', depth)})`,
    w =>
      `ROLLUP({lines}, ${text(w, ['price', 'qty', 'margin'])}, ${text(w, ['sum', 'avg', 'max', 'count', 'median'])})`,
    call('LEN', 'text'),
    ...each(['SEARCH', 'FIND'], 'text', 'text'),
    ...each(['VALUE', 'CODE'], 'text'),
    ...each(['YEAR', 'MONTH', 'DAY', 'QUARTER', 'WEEKDAY', 'WEEKNUM', 'ISOWEEKNUM', 'AGE'], 'date'),
    (w, depth) => `${w.pick(['WEEKDAY', 'WEEKNUM'])}(${w.write('date', depth)}, ${w.whole(1, 2)})`,
    ...each(['HOUR', 'MINUTE', 'SECOND', 'TIMESTAMP'], 'datetime'),
    w => `${w.pick(['HOUR', 'MINUTE', 'SECOND'])}({start})`,
    ...each(['DAYS', 'DAYS360'], 'date', 'date'),
    between('date', ['-']),
    (w, depth) => {
      const kind = (): Kind => w.pick(['date', 'datetime'])
      const name = w.pick(['DATEDIF', 'DATETIME_DIFF'])
      return `${name}(${w.write(kind(), depth)}, ${w.write(kind(), depth)}, ${text(w, UNITS)})`
    },
    w => `NETWORKDAYS({created}, ${w.pick(['TODAY()', '{created} + 30', '{created} - {rate}', 'DATE(2026, 10, 1)'])})`,
    () => 'NETWORKDAYS({created}, TODAY(), {lines.sold})',
    w =>
      `WORKHOURS({created}, ${w.pick(['NOW()', '{created} + 3d', '{created} - 30h', 'DATE(2026, 10, 8, 9, 30, 0)'])})`,
    between('duration', ['/']),
    ...choices('number'),
  ],
}
