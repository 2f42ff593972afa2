"""Choices, truth, comparisons, blanks and errors."""
from decimal import Decimal

CALC = '''
IF(1 > 2, "a", "b")
IF(2 > 1, "a", "b")
IF(TRUE, 5)
IF(1 > 2, 1 / 0, 7)
IF(1 < 2, 7, 1 / 0)
IF(1 / 0 > 1, 1, 2)
IF(BLANK() > 1, 1, 0)
IF(BLANK() = "", "blank", "filled")
IF(AND(1 < 2, 2 < 3), "yes", "no")
IF(IF(1 > 2, TRUE, FALSE), 1, 2)
IFS(1 > 2, "a", 2 > 1, "b")
IFS(2 > 1, "a", 2 > 1, "b")
IFS(1 > 2, "a", TRUE, "else")
IFS(1 < 2, 5, 1 / 0 > 1, 6)
SWITCH(2, 1, "one", 2, "two", "other")
SWITCH("b", "a", 1, "b", 2)
SWITCH("c", "a", 1, "b", 2, 9)
SWITCH(1, 1, "x", 1, "y")
SWITCH("华东", "华北", 0.1, "华东", 0.2, 0)
AND(1 < 2, 2 < 3)
AND(1 < 2, 3 < 2)
AND(TRUE)
AND(FALSE, FALSE)
AND(TRUE, 1 / 0 > 1)
OR(1 > 2, 2 < 3)
OR(1 > 2, 3 < 2)
OR(FALSE)
OR(TRUE, TRUE)
NOT(1 > 2)
NOT(TRUE)
NOT(1 / 0 > 1)
XOR(TRUE, FALSE)
XOR(TRUE, TRUE)
XOR(TRUE, TRUE, TRUE)
XOR(FALSE, FALSE, FALSE)
TRUE
FALSE
TRUE()
FALSE()
IFERROR(1 / 0, 7)
IFERROR(6 / 2, 7)
IFERROR(SQRT(-1), "no root")
IFERROR(VALUE("abc"), 0)
IFERROR(IFERROR(1 / 0, 1 / 0), 3)
IFERROR(1 / 0, 1 / 0)
IFERROR("text", 1)
ISERROR(1 / 0)
ISERROR(1)
ISERROR("a")
ISERROR(SQRT(-4))
ISERROR(VALUE("x"))
ISERROR(IFERROR(1 / 0, 1))
ISEMPTY(BLANK()) ~ ISBLANK(BLANK())
ISBLANK(BLANK())
ISBLANK(0)
ISEMPTY("a") ~ ISBLANK("a")
EXACT("A", "a")
EXACT("A", "A")
EXACT("合同", "合同")
EXACT("合同", "合同 ")
EXACT("a", "á")
"a" = "a"
"a" = "b"
"a" <> "b"
"a" < "b"
"b" < "a"
"abc" < "abd"
"ab" < "abc"
"b" > "abc"
"2" < "3"
"" = ""
"" = "a"
TRUE = TRUE
TRUE = FALSE
TRUE <> FALSE
BLANK() = BLANK()
BLANK() = ""
BLANK() = "a"
1 = 2
1.50 = 1.5
0.1 + 0.2 = 0.3
-0 = 0
EQ(1, 1.0) ~ 1=1
EQ("a", "b") ~ "a"="b"
NE("a", "b") ~ "a"<>"b"
NE(2, 2) ~ 2<>2
GT(2, 1) ~ 2>1
GT(2, 2) ~ 2>2
GE(2, 2) ~ 2>=2
GE(1, 2) ~ 1>=2
LT(2, 1) ~ 2<1
LT(-2, 1) ~ -2<1
LE(2, 1) ~ 2<=1
LE(2, 2) ~ 2<=2
IFEMPTY(0, 3) ~ IF(ISBLANK(0),3,0)
IFEMPTY(BLANK(), 3) ~ IF(ISBLANK(BLANK()),3,BLANK())
IFEMPTY("x", "y") ~ IF(ISBLANK("x"),"y","x")
IN(3, 1, 2) ~ OR(3=1,3=2)
IN(2, 1, 2) ~ OR(2=1,2=2)
IN("a", ["a", "b"]) ~ COUNTIF(["a", "b"],"a")>0
IN("c", ["a", "b"]) ~ COUNTIF(["a", "b"],"c")>0
IN("b", "abc") ~ ISNUMBER(FIND("b","abc"))
1 + 1 / 0
1 / 0 & "x"
1 / 0 = 1
-(1 / 0)
SUM(1, 1 / 0)
ROUND(1 / 0, 2)
BLANK() + 1
1 - BLANK()
BLANK() - 5
BLANK() & "x"
"x" & BLANK() & "y"
'''


def calc(add):
    add('{amount} + {paid}', None, {'amount': '10.5'})
    add('{amount} - {paid}', None, {'paid': '3'})
    add('{title} & "!"', None, {})
    add('IF({flag}, 1, 2)', None, {'flag': True})
    add('IF({flag}, 1, 2)', None, {'flag': False})
    add('IF({flag}, 1, 2)', None, {})
    add('AND({flag}, TRUE)', None, {'flag': True})
    add('NOT({flag})', None, {'flag': True})
    add('NOT({flag})', None, {})
    add('{title} = ""', None, {})
    add('{due} + 30', 'TEXT({due}+30,"yyyy-mm-dd")', {'due': '2026-10-22'})
    add('{due} - 31', 'TEXT({due}-31,"yyyy-mm-dd")', {'due': '2026-03-31'})
    add('DATE(2026, 3, 1) - {due}', 'DAYS(DATE(2026,3,1),{due})', {'due': '2026-02-01'})
    add('{due} > DATE(2026, 1, 1)', None, {'due': '2026-01-02'})
    add('{due} <= DATE(2026, 1, 1)', None, {'due': '2026-01-01'})


def exact(add):
    for value, words in [('1', 'truthy'), ('0', 'falsy'), ('""', 'falsy'), ('"0"', 'truthy'), ('"a"', 'truthy'), ('[]', 'falsy'), ('[0]', 'truthy')]:
        truth = bool(eval(value))
        add(f'TRUTHY({value})', str(truth).upper(), f'bool({value}): {words}')
    for left, right in [('0.1', '0.3'), ('9007199254740993', '9007199254740992'), ('0.30000000000000001', '0.3')]:
        add(f'{left} = {right}', str(Decimal(left) == Decimal(right)).upper(), f"decimal: Decimal('{left}') == Decimal('{right}')")
        add(f'{left} > {right}', str(Decimal(left) > Decimal(right)).upper(), f"decimal: Decimal('{left}') > Decimal('{right}')")
    add('ERROR("x")', '#VALUE!', 'definition: always an error value')
    add('IFERROR(ERROR("x"), 1)', '1', 'definition: always an error value, caught')
    add('BLANK()', '', 'definition: the blank value')
