"""Texts: cutting, finding, replacing, formats; Chinese, emoji, blanks; amounts in words and identity cards."""
import re
import urllib.parse
from decimal import Decimal

from exact import rounded

CALC = '''
CONCATENATE("合同", "2026")
CONCATENATE("a", BLANK(), "b")
CONCATENATE("n=", 12)
CONCAT("a", "b", "c")
"a" & "b"
"合同" & 12
1 & 2
"a" & 0.5
"a" & -3
"" & ""
LEFT("合同2026", 2)
LEFT("abc")
LEFT("abc", 0)
LEFT("abc", 10)
LEFT("abc", -1)
LEFT("", 2)
LEFT(12345, 2)
RIGHT("合同2026", 4)
RIGHT("abc")
RIGHT("abc", 0)
RIGHT("ab", 5)
RIGHT("abc", -1)
MID("合同编号2026", 3, 2)
MID("abc", 1, 1)
MID("abc", 2, 10)
MID("abc", 1.9, 1.9)
LEFT("abc", 1.9)
MID("abc", 5, 1)
MID("abc", 1, 0)
MID("abc", 0, 1)
MID("abc", 1, -1)
LEN("合同A")
LEN("")
LEN("a b ")
LEN(BLANK())
LEN(12345)
LEN(" 　")
LOWER("AbC")
LOWER("ÄÖÜ")
LOWER("合同ABC")
UPPER("aBc")
UPPER("äöü")
UPPER("合同abc1")
PROPER("john smith")
PROPER("JOHN SMITH")
PROPER("o'neil")
PROPER("a1b")
PROPER("ÉCOLE élan")
PROPER("two-part name")
TRIM("  ab  ")
TRIM("a b")
TRIM("")
TRIM("   ")
REPLACE("13812345678", 4, 4, "****")
REPLACE("abc", 1, 1, "X")
REPLACE("abc", 2, 0, "X")
REPLACE("abc", 4, 1, "X")
REPLACE("abc", 10, 1, "X")
REPLACE("abc", 1, 10, "")
REPLACE("合同编号", 1, 2, "订单")
REPLACE("abc", 0, 1, "X")
MASK("13812345678", 4, 4) ~ REPLACE("13812345678",4,4,REPT("*",4))
MASK("张三丰", 2, 1) ~ REPLACE("张三丰",2,1,REPT("*",1))
SUBSTITUTE("a-b-c", "-", "/")
SUBSTITUTE("a-b-c", "-", "/", 2)
SUBSTITUTE("a-b-c", "-", "/", 3)
SUBSTITUTE("a-b-c", "-", "")
SUBSTITUTE("aaa", "aa", "b")
SUBSTITUTE("abc", "x", "y")
SUBSTITUTE("AbA", "a", "x")
SUBSTITUTE("abc", "", "x")
SUBSTITUTE("aaa", "a", "b", 5)
SUBSTITUTE("aaa", "a", "b", 0)
REPLACE("abc", 2, -1, "x")
FIND("a", "abc", 0)
SUBSTITUTE("一二一", "一", "三")
REPT("ab", 3)
REPT("ab", 0)
REPT("-", 5)
REPT("好", 2)
REPT("a", 2.9)
REPT("a", -1)
FIND("b", "abc")
FIND("b", "aBb")
FIND("c", "abcabc", 4)
FIND("同", "合同编号")
SEARCH("B", "abc")
SEARCH("bc", "aBC")
SEARCH("a", "abca", 2)
SEARCH("同", "合同编号合同")
CONTAINS("北京分公司", "分公司") ~ ISNUMBER(FIND("分公司","北京分公司"))
CONTAINS("abc", "d") ~ ISNUMBER(FIND("d","abc"))
CONTAINS("abc", "B") ~ ISNUMBER(FIND("B","abc"))
STARTSWITH("HT-001", "HT") ~ LEFT("HT-001",2)="HT"
STARTSWITH("HT-001", "XS") ~ LEFT("HT-001",2)="XS"
ENDSWITH("a.pdf", ".pdf") ~ RIGHT("a.pdf",4)=".pdf"
ENDSWITH("a.pdf", ".doc") ~ RIGHT("a.pdf",4)=".doc"
TEXTJOIN("-", TRUE, "a", "", "b")
TEXTJOIN("-", FALSE, "a", "", "b")
TEXTJOIN("、", TRUE, ["甲", BLANK(), "乙"])
TEXTJOIN(",", FALSE, ["a", BLANK(), "b"])
TEXTJOIN(", ", TRUE, ["a", "b"], "c")
TEXTJOIN("", TRUE, "a", "b")
TEXTJOIN("-", TRUE, 1, 2)
JOIN(["a", BLANK(), "b"], "、") ~ TEXTJOIN("、",TRUE,["a", BLANK(), "b"])
JOIN(["a", "b"]) ~ TEXTJOIN(", ",TRUE,["a", "b"])
T("a")
T(1)
T(TRUE)
CHAR(65)
CHAR(97)
CODE("A")
CODE("abc")
CODE("a")
CODE("合") ~ UNICODE("合")
CHAR(21512) ~ UNICHAR(21512)
CHAR(128512) ~ UNICHAR(128512)
CODE("😀") ~ UNICODE("😀")
ENCODE_URL("a b") ~ ENCODEURL("a b")
ENCODE_URL("合同") ~ ENCODEURL("合同")
ENCODE_URL("a&b=c/d?") ~ ENCODEURL("a&b=c/d?")
FIXED(1234.567, 1) ~ FIXED(1234.567,1,TRUE)
FIXED(2) ~ FIXED(2,2,TRUE)
FIXED(-1234.567, 2) ~ FIXED(-1234.567,2,TRUE)
FIXED(1234.567, 0) ~ FIXED(1234.567,0,TRUE)
RMBFORMAT(1234567.5) ~ TEXT(1234567.5,"¥#,##0.00")
RMBFORMAT(0.005) ~ TEXT(0.005,"¥#,##0.00")
RMBFORMAT(-1) ~ TEXT(-1,"¥#,##0.00")
RMBFORMAT(0) ~ TEXT(0,"¥#,##0.00")
TEXT(1234.5, "#,##0.00")
TEXT(1234567.891, "#,##0")
TEXT(1234.5, "0.00")
TEXT(1234.567, "0.0")
TEXT(0.5, "0.00")
TEXT(0.5, "#.00")
TEXT(0.5, "#.##")
TEXT(5, "0.##")
TEXT(5.1, "0.##")
TEXT(7, "000")
TEXT(1234, "000")
TEXT(0.1256, "0.0%")
TEXT(0.1256, "0%")
TEXT(1.5, "0.00%")
TEXT(-0.125, "0.0%")
TEXT(1234, "#,###")
TEXT(0, "#,##0.##")
TEXT(-1234.567, "¥#,##0.00")
TEXT(5, "a0b")
TEXT(99.995, "0.00")
TEXT(-0.001, "0.00")
TEXT(0.00001, "0.##%")
TEXT(2.5, "0")
TEXT(-2.5, "0")
TEXT(1.005, "0.00")
TEXT(-1234.5, "#,##0.00")
TEXT(-5, "0.00")
TEXT(0, "0.00")
TEXT(0, "#,##0")
TEXT(12, "¥0.00")
TEXT(1234.5, "¥#,##0.00")
TEXT(1234.5, "$#,##0")
TEXT(5, "0元")
TEXT(5, "第0号")
TEXT(1.5, "0.0#")
TEXT(1.25, "0.0#")
TEXT(3, "0.0#")
TEXT(1234.5, "0,000.0")
TEXT(5, "0,000")
TEXT("abc", "@")
TEXT(DATE(2026, 1, 5), "yyyy-mm-dd")
TEXT(DATE(2026, 1, 5), "yyyy年m月d日")
TEXT(DATE(2026, 1, 5), "yy/m/d")
TEXT(DATE(2026, 11, 22), "mm/dd")
TEXT(DATE(2026, 11, 22), "yyyymmdd")
TEXT(DATE(2026, 11, 22), "yyyy""年""mm""月""")
TEXT(DATE(2026, 1, 5), "yyyy-mm-dd hh:mm")
TEXT(DATE(2026, 1, 5), "dd-mm-yy")
TEXT(DATE(2026, 1, 5), "YYYY/MM/DD")
TEXT(DATE(2026, 11, 22), "d")
TEXT(DATE(2026, 2, 3), "m-d")
TEXT(DATE(2026, 11, 22), "yyyy.mm.dd")
TEXT(DATE(2026, 11, 22), "aaaa") ~ TEXT(DATE(2026,11,22),"[$-804]aaaa")
TEXT(DATE(2026, 1, 5, 8, 7, 6), "yyyy-mm-dd hh:mm:ss") ~ TEXT(DATE(2026,1,5)+TIME(8,7,6),"yyyy-mm-dd hh:mm:ss")
TEXT(DATE(2026, 1, 5, 8, 7, 6), "h:mm") ~ TEXT(DATE(2026,1,5)+TIME(8,7,6),"h:mm")
TEXT(DATE(2026, 1, 5, 18, 7, 6), "hh:mm:ss") ~ TEXT(DATE(2026,1,5)+TIME(18,7,6),"hh:mm:ss")
TEXT(DATE(2026, 1, 5, 18, 7, 6), "m/d h时mm分") ~ TEXT(DATE(2026,1,5)+TIME(18,7,6),"m/d h时mm分")
TEXT(DATE(2026, 1, 5, 18, 7, 6), "mm:ss") ~ TEXT(DATE(2026,1,5)+TIME(18,7,6),"mm:ss")
DATESTR(DATE(2026, 1, 5)) ~ TEXT(DATE(2026,1,5),"yyyy-mm-dd")
TIMESTR(DATE(2026, 1, 5, 8, 7, 6)) ~ TEXT(DATE(2026,1,5)+TIME(8,7,6),"hh:mm:ss")
'''

# 中国人民银行《正确填写票据和结算凭证的基本规定》: the words for an amount, and its own examples where it allows one spelling or names ours.
WORDS = [
    ('1409.50', '壹仟肆佰零玖元伍角整'),
    ('6007.14', '陆仟零柒元壹角肆分'),
    ('1680.32', '壹仟陆佰捌拾元叁角贰分'),
    ('107000.53', '壹拾万零柒仟元伍角叁分'),
    ('16409.02', '壹万陆仟肆佰零玖元零贰分'),
    ('325.04', '叁佰贰拾伍元零肆分'),
]
WHOLE = ['1', '10', '15', '100', '101', '110', '1000', '1001', '1010', '1100', '10000', '10001', '10010', '20300', '93792', '100001', '1000000', '10000000', '50060007']
WHOLE += ['100000000', '100000001', '100010000', '120000000', '1000000000', '123456789', '305000208']
CARDS = ['110101199003072316', '11010519491231002X', '440524188001010014', '310112850409522', '11010120000229601x']


def calc(add):
    for number in WHOLE:
        add(f'RMBCAP({number})', f'TEXT({number},"[DBNum2][$-804]General")&"元整"')


def exact(add):
    for amount, words in WORDS:
        add(f'RMBCAP({amount})', words, f'definition: 正确填写票据和结算凭证的基本规定, ￥{amount}')
    for amount, words in [('1001000', '壹佰万零壹仟元整'), ('10001000', '壹仟万零壹仟元整')]:
        add(f'RMBCAP({amount})', words, 'definition: the same rule; where 万 is 0 and 仟 is not, 零 may be written, and we do')
    for what, whole in [('', 'abc'), ('', '合同')]:
        for function in ['FIND', 'SEARCH']:
            add(f'{function}("{what}", "{whole}")', '1', "definition: Microsoft's documentation, an empty text is found at the first place")
    for number, places in [('1.005', 2), ('-2.675', 2), ('0.5', 0), ('1234567.891', 1)]:
        add(f'FIXED({number}, {places})', f'{Decimal(rounded("ROUND", number, places)):.{places}f}', f"decimal: Decimal('{number}') half up with {places} places shown")
    for number in CARDS:
        long = len(number) == 18
        birth = number[6:14] if long else '19' + number[6:12]
        add(f'IDCARDBIRTHDAY("{number}")', f'{birth[:4]}-{birth[4:6]}-{birth[6:]}', 'definition: GB 11643, digits 7 to 14 (15-digit numbers: 7 to 12)')
        add(f'IDCARDSEX("{number}")', '男' if int(number[16 if long else 14]) % 2 else '女', 'definition: GB 11643, the order digit before the check digit is odd for men')
    add('IDCARDBIRTHDAY("110101199002302316")', '#VALUE!', 'definition: there is no 30 February')
    for text in ['abc', '合同编号', 'a b']:
        add(f'REVERSE("{text}")', text[::-1], f'slice: {text!r}[::-1]')
    for text, start, count in [('合同😀2026', 2, 2), ('😀😁😂', 1, 2), ('a😀b', 2, 1)]:
        add(f'MID("{text}", {start}, {count})', text[start - 1:start - 1 + count], f'slice by code points: {text!r}[{start - 1}:{start - 1 + count}]')
        add(f'LEFT("{text}", {count})', text[:count], f'slice by code points: {text!r}[:{count}]')
        add(f'RIGHT("{text}", {count})', text[-count:], f'slice by code points: {text!r}[-{count}:]')
        add(f'LEN("{text}")', str(len(text)), f'len({text!r}), code points')
    add('FIND("b", "😀b")', str('😀b'.find('b') + 1), "'😀b'.find('b') + 1")
    add('SUBSTITUTE("😀a😀", "😀", "x")', '😀a😀'.replace('😀', 'x'), "'😀a😀'.replace('😀', 'x')")
    for text, pattern in [('HT-2026-01', '[0-9]+'), ('abc', '[0-9]'), ('张三 13812345678', '1[3-9][0-9]{9}')]:
        found = re.search(pattern, text)
        add(f'REGEX_MATCH("{text}", "{pattern}")', str(bool(found)).upper(), f're.search({pattern!r}, {text!r})')
        add(f'REGEX_EXTRACT("{text}", "{pattern}")', found.group() if found else '', f're.search({pattern!r}, {text!r}).group()')
        add(f'REGEX_REPLACE("{text}", "{pattern}", "#")', re.sub(pattern, '#', text), f're.sub({pattern!r}, "#", {text!r})')
    for text, at, count in [('jsonlogic', 4, None), ('jsonlogic', -5, None), ('合同编号', 1, 2)]:
        cut = text[at:] if count is None else text[at:at + count]
        add(f'SUBSTR("{text}", {at}' + (')' if count is None else f', {count})'), cut, f'slice: {text!r}[{at}:{"" if count is None else at + count}]')
    for text in ['a b', '中文 x', "a'(b)*c!~", 'a+b%20']:
        quoted = urllib.parse.quote(text, safe="!'()*~-._")
        add(f'ENCODE_URL("{text}")', quoted, f'urllib.parse.quote({text!r}), unreserved marks kept as encodeURIComponent does')
    add('SPLIT("a,b,c", ",")', '[a, b, c]', "'a,b,c'.split(',')")
    add('SPLIT("a", ",")', '[a]', "'a'.split(',')")
    add('SPLIT("a,,b", ",")', '[a, , b]', "'a,,b'.split(',')")
