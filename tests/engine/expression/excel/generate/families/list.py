"""Lists and look-ups."""
import functools
import math
import operator
import statistics
from fractions import Fraction

from exact import fraction

CALC = '''
ARRAYGET(["a", "b", "c"], 2) ~ INDEX(["a", "b", "c"],2)
ARRAYGET([10, 20, 30], 3) ~ INDEX([10, 20, 30],3)
INDEX(["甲", "乙"], 1)
LOOKUP("b", ["a", "b"], [1, 2]) ~ INDEX([1, 2],MATCH("b",["a", "b"],0))
LOOKUP("x", ["a", "b"], [1, 2], 0) ~ IFERROR(INDEX([1, 2],MATCH("x",["a", "b"],0)),0)
LOOKUP(20, [10, 20, 30], ["x", "y", "z"]) ~ INDEX(["x", "y", "z"],MATCH(20,[10, 20, 30],0))
LOOKUP("华东", ["华北", "华东", "华东"], [1, 2, 3]) ~ INDEX([1, 2, 3],MATCH("华东",["华北", "华东", "华东"],0))
SUM(FILTER([1, 5, 9], {$item} > 4)) ~ SUMIF([1, 5, 9],">4")
SUM(MAPLIST([1, 2, 3], {$item} * {$item})) ~ SUMSQ([1, 2, 3])
COUNTA(COMPACT(["a", BLANK(), "b"])) ~ COUNTA(["a", BLANK(), "b"])
LATEST([10, 20], [DATE(2026, 1, 3), DATE(2026, 5, 1)]) ~ INDEX([10, 20],MATCH(MAX([DATE(2026,1,3), DATE(2026,5,1)]),[DATE(2026,1,3), DATE(2026,5,1)],0))
EARLIEST([10, 20], [DATE(2026, 1, 3), DATE(2026, 5, 1)]) ~ INDEX([10, 20],MATCH(MIN([DATE(2026,1,3), DATE(2026,5,1)]),[DATE(2026,1,3), DATE(2026,5,1)],0))
EVERY([1, 2], {$item} > 0) ~ COUNTIF([1, 2],">0")=ROWS([1, 2])
EVERY([1, -2], {$item} > 0) ~ COUNTIF([1, -2],">0")=ROWS([1, -2])
SOME([1, 2], {$item} > 1) ~ COUNTIF([1, 2],">1")>0
SOME([1, 2], {$item} > 2) ~ COUNTIF([1, 2],">2")>0
NONE([1, 2], {$item} > 5) ~ COUNTIF([1, 2],">5")=0
NONE([1, 9], {$item} > 5) ~ COUNTIF([1, 9],">5")=0
'''


def listed(items):
    return f'[{", ".join(str(each) for each in items)}]'


def exact(add):
    numbers = [3, 9, 5, 3, 9]
    add(f'UNION({listed(numbers)})', listed(dict.fromkeys(numbers)), f'dict.fromkeys({numbers})')
    add('UNION([1, 2], [2, 3])', listed(dict.fromkeys([1, 2, 2, 3])), 'dict.fromkeys([1, 2, 2, 3])')
    add('UNION(["b", "a", "b"])', listed(dict.fromkeys(['b', 'a', 'b'])), "dict.fromkeys(['b', 'a', 'b'])")
    add(f'FILTER({listed(numbers)}, {{$item}} > 4)', listed([each for each in numbers if each > 4]), f'[n for n in {numbers} if n > 4]')
    add(f'MAPLIST({listed(numbers)}, {{$item}} * 10)', listed([each * 10 for each in numbers]), f'[n * 10 for n in {numbers}]')
    add('MERGE([1, 2], 3, [4])', listed([1, 2] + [3] + [4]), '[1, 2] + [3] + [4]')
    add('COMPACT(["a", BLANK(), "b"])', '[a, b]', "[t for t in ['a', None, 'b'] if t]")
    add(f'REDUCE({listed(numbers)}, {{$accumulator}} * {{$item}}, 1)', str(functools.reduce(operator.mul, numbers, 1)), f'functools.reduce(mul, {numbers}, 1)')
    add(f'SOME({listed(numbers)}, {{$item}} = 5)', str(any(each == 5 for each in numbers)).upper(), f'any(n == 5 for n in {numbers})')
    add(f'EVERY({listed(numbers)}, {{$item}} >= 3)', str(all(each >= 3 for each in numbers)).upper(), f'all(n >= 3 for n in {numbers})')
    add(f'NONE({listed(numbers)}, {{$item}} > 9)', str(not any(each > 9 for each in numbers)).upper(), f'not any(n > 9 for n in {numbers})')
    lines = [{'price': '10.00', 'qty': 2, 'kind': 'a'}, {'price': '5.50', 'qty': 4, 'kind': 'b'}, {'price': '0.25', 'qty': 1, 'kind': 'a'}]
    chosen = [Fraction(each['price']) for each in lines if each['kind'] == 'a']
    for name, of in [('sum', sum), ('max', max), ('min', min), ('count', len), ('average', statistics.mean)]:
        add(f'ROLLUP({{lines}}, "price", "{name}", {{$item.kind}} = "a")', fraction(of(chosen)), f'fractions: {name} of the prices of kind a', {'lines': lines})
    add('SUMPRODUCT({lines.price}, {lines.qty})', fraction(sum(Fraction(each['price']) * each['qty'] for each in lines)), 'fractions: sum of price x qty', {'lines': lines})
    for a, b in [((0, 0), (0, 1)), ((31.2304, 121.4737), (39.9042, 116.4074)), ((31.2, 121.5), (31.2, 121.5))]:
        add(f'DISTANCE("{a[0]},{a[1]}", "{b[0]},{b[1]}")', str(round(haversine(a, b))), 'math: haversine on a sphere of 6371008.8 m, the mean radius (IUGG)')


def haversine(a, b):
    """Metres between two places given by latitude and longitude."""
    (p, l), (q, m) = [tuple(math.radians(each) for each in place) for place in (a, b)]
    chord = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin((m - l) / 2) ** 2
    return 2 * 6371008.8 * math.asin(math.sqrt(chord))
