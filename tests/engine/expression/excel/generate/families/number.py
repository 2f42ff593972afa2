"""Numbers: rounding at ties and negative digits, remainders, multiples, powers, logarithms, reading numbers."""
import math
from decimal import Decimal
from fractions import Fraction

from exact import fraction, multiple, remainder, rounded, significant

CALC = '''
ABS(-2.5)
ABS(0)
ABS(7.125)
SIGN(-0.001)
SIGN(0)
SIGN(12)
INT(8.9)
INT(-8.9)
INT(-0.1)
INT(0)
INT(-3)
TRUNC(8.9)
TRUNC(-8.9)
TRUNC(-0.9)
TRUNC(123.456, 2)
TRUNC(-123.456, 1)
TRUNC(1250, -2)
TRUNC(-1299, -2)
ROUND(2.5, 0)
ROUND(-2.5, 0)
ROUND(0.5, 0)
ROUND(-0.5, 0)
ROUND(1.5, 0)
ROUND(2.345, 2)
ROUND(1.005, 2)
ROUND(1.575, 2)
ROUND(-1.575, 2)
ROUND(1250, -2)
ROUND(1249.99, -2)
ROUND(-1250, -2)
ROUND(49, -2)
ROUND(50, -2)
ROUND(5, -1)
ROUND(4, -1)
ROUND(123456789, -5)
ROUND(8.64, 5)
ROUNDUP(2.341, 2)
ROUNDUP(-2.341, 2)
ROUNDUP(2, 0)
ROUNDUP(2.0001, 0)
ROUNDUP(-2.0001, 0)
ROUNDUP(1201, -2)
ROUNDUP(-1, -3)
ROUNDDOWN(2.349, 2)
ROUNDDOWN(-2.349, 2)
ROUNDDOWN(2.9999, 0)
ROUNDDOWN(-2.9999, 0)
ROUNDDOWN(1299, -2)
ROUNDDOWN(-999, -3)
MOD(7, 3)
MOD(-7, 3)
MOD(7, -3)
MOD(-7, -3)
MOD(6, 3)
MOD(-6, 3)
MOD(0, 5)
MOD(5.5, 2)
MOD(-5.5, 2)
MOD(5.5, -2)
MOD(3, 0.75)
MOD(10, 0)
MOD(2, 10)
MOD(-2, 10)
CEILING(2.1, 1)
CEILING(-2.1, 1)
CEILING(23, 10)
CEILING(-23, 10)
CEILING(20, 10)
CEILING(0, 5)
CEILING(1.5, 0.5)
CEILING(1.6, 0.5)
CEILING(5, 0)
FLOOR(2.9, 1)
FLOOR(-2.1, 1)
FLOOR(29, 10)
FLOOR(-29, 10)
FLOOR(30, 10)
FLOOR(0, 7)
FLOOR(1.9, 0.5)
CEILING(2.1) ~ CEILING(2.1,1)
FLOOR(-2.1) ~ FLOOR(-2.1,1)
EVEN(1.5)
EVEN(3)
EVEN(2)
EVEN(-1)
EVEN(-2.5)
EVEN(0)
ODD(1.5)
ODD(3)
ODD(2)
ODD(-1)
ODD(-2)
ODD(0)
POWER(2, 10)
POWER(2, -1)
POWER(-2, 3)
POWER(-2, 2)
POWER(0, 3)
POWER(5, 0)
POWER(10, 12)
POWER(1.05, 3)
POWER(4, 0.5)
POWER(27, 1/3)
POWER(-8, 0.5)
POWER(2, 0.5)
2 ^ 3 ^ 2
-2 ^ 2
2 ^ -2
SQRT(2)
SQRT(2.25)
SQRT(0)
SQRT(1000000)
SQRT(-1)
EXP(0)
EXP(1)
EXP(-1)
EXP(10)
EXP(2.5)
LN(1)
LN(10)
LN(0.5)
LN(86)
LN(0)
LN(-1)
LOG(1000)
LOG(0.01)
LOG(8, 2)
LOG(2)
LOG(100, 3)
LOG(-1)
LOG(0)
VALUE("12.5")
VALUE("-12.5")
VALUE("1,234.50")
VALUE("12%")
VALUE("2.5%")
VALUE(" 42 ")
VALUE("007")
VALUE("abc")
VALUE("12abc")
1 + 2 * 3
(1 + 2) * 3
10 - 2 - 3
100 / 10 / 2
7 / 2
-7 / 2
50%
200 * 15%
-50%
1200000 * 8% * (1 - 2.3%)
1 / 0
0 / 5
5 - -3
1 < 2
2 <= 2
2 >= 3
1 <> 1
1 = 1.0
2 + 3 = 5
10 > 9
-1 > -2
'''

TIES = ['0.5', '1.5', '2.5', '-0.5', '-1.5', '2.345', '2.355', '-2.345', '1.005', '1.015', '1.575', '0.285', '1234.5678', '-0.004', '0.005']
PLACES = {'0.5': [0], '1.5': [0], '2.5': [0], '-0.5': [0], '-1.5': [0], '1234.5678': [3, 0, -2, -3, -4], '-0.004': [2]}


def exact(add):
    for function in ['ROUND', 'ROUNDUP', 'ROUNDDOWN', 'ROUNDEVEN']:
        for number in TIES:
            for places in PLACES.get(number, [2]):
                add(f'{function}({number}, {places})', rounded(function, number, places), f"decimal: Decimal('{number}').quantize, mode of {function}")
    for number, places in [('25', -1), ('35', -1), ('150', -2), ('250', -2), ('-250', -2), ('99999999999999.995', 2), ('0.12345678901234567895', 19)]:
        for function in ['ROUND', 'ROUNDEVEN']:
            add(f'{function}({number}, {places})', rounded(function, number, places), f"decimal: Decimal('{number}').quantize, mode of {function}")
    for number, divisor in [('1.1', '0.1'), ('-1.1', '0.3'), ('5.3', '-0.7'), ('10', '3.3'), ('0.3', '0.1'), ('12345678901234.56', '0.07'), ('-0.05', '1')]:
        add(f'MOD({number}, {divisor})', remainder(number, divisor), f'fractions: n - d * floor(n / d) of {number} and {divisor}')
    for number, divisor in [('7', '3'), ('-7', '3'), ('7', '-3'), ('-7', '-3'), ('5.5', '2'), ('-5.5', '2'), ('-1.1', '0.3'), ('6', '3')]:
        add(f'REMAINDER({number}, {divisor})', remainder(number, divisor, 'number'), f'fractions: n - d * trunc(n / d) of {number} and {divisor}')
    for number, step in [('0.3', '0.1'), ('1.15', '0.05'), ('-1.15', '0.1'), ('99.99', '0.3'), ('4.0001', '2'), ('-7.5', '2.5'), ('1234567.89', '1000')]:
        for function in ['CEILING', 'FLOOR']:
            add(f'{function}({number}, {step})', multiple(function, number, step), f'fractions: {function.lower()} of {number} / {step}, times {step}')
    for a, b in [('1', '3'), ('2', '3'), ('-2', '3'), ('1', '7'), ('22', '7'), ('1', '999'), ('100', '8'), ('93792', '1200000'), ('-1', '6')]:
        add(f'{a} / {b}', fraction(Fraction(a) / Fraction(b)), f'fractions: {a}/{b} to 20 places, half away from zero')
    for text in ['0.1 + 0.2', '0.7 + 0.1 - 0.8', '1.1 * 1.1', '0.1 * 3', '4.35 * 100', '1.15 * 100', '99999999999999.99 + 0.01', '1000000 * 0.000001', '9007199254740993 + 0']:
        numbers = text.split()
        total = Decimal(numbers[0])
        for sign, number in zip(numbers[1::2], numbers[2::2]):
            total = {'+': total.__add__, '-': total.__sub__, '*': total.__mul__}[sign](Decimal(number))
        add(text, rounded('ROUND', total, 20), f'decimal: {text}')
    for number in ['2', '3', '0.5', '12345.678', '1000000']:
        add(f'SQRT({number})', significant(Decimal(number).sqrt()), f"decimal: Decimal('{number}').sqrt() to 20 digits")
        add(f'LN({number})', significant(Decimal(number).ln()), f"decimal: Decimal('{number}').ln() to 20 digits")
    for number in ['1', '-1', '0.5', '20', '-20']:
        add(f'EXP({number})', significant(Decimal(number).exp()), f"decimal: Decimal('{number}').exp() to 20 digits")
    for base, power in [('2', '0.5'), ('1.08', '2.5'), ('10', '-0.3')]:
        add(f'POWER({base}, {power})', significant(Decimal(base) ** Decimal(power)), f"decimal: Decimal('{base}') ** Decimal('{power}') to 20 digits")
    for base, power in [(3, 30), (7, 20), (-5, 13), (2, 100)]:
        add(f'POWER({base}, {power})', str(base**power), f'whole numbers: {base}**{power}')
    for number in ['2', '7', '0.001']:
        add(f'LOG({number})', significant(Decimal(number).log10()), f"decimal: Decimal('{number}').log10() to 20 digits")
    for function, odd in [('EVEN', 0), ('ODD', 1)]:
        for number in [1.2, 2.5, 4, 5, -3.1, -6]:
            whole = math.ceil(abs(number))
            whole += whole % 2 != odd
            add(f'{function}({number})', str(whole if number > 0 else -whole), f'definition: the next {function.lower()} whole number away from zero')
