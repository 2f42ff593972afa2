"""Where we differ from Excel on purpose: the rule in Chinese and English, then examples.

An example is (formula, what our rules say, Calc's spelling if it differs). Ours is written by hand from the rules, never by running our engine;
`finding` means that the editor refuses the formula with that code. Excel's answer comes from Calc; where Calc itself differs from Excel, a
fourth item quotes what Excel is documented to give.
"""
DEVIATIONS = [
    ('空值不当作 0：乘除和取整的结果为空', 'A blank is not 0: products, quotients and roundings of a blank are blank', [
        ('BLANK() * 2', ''),
        ('BLANK() / 2', ''),
        ('2 / BLANK()', ''),
        ('ROUND(BLANK(), 2)', ''),
        ('MOD(5, BLANK())', ''),
        ('YEAR(BLANK())', '', None, '1900'),
        ('DAYS(DATE(2026, 1, 5), BLANK())', ''),
        ('TEXT(BLANK(), "0.00")', ''),
    ]),
    ('空值没有大小，也不等于 0，不算条件成立', 'A blank has no order, does not equal 0, and is not a condition that holds', [
        ('BLANK() < 14', 'FALSE'),
        ('BLANK() >= 0', 'FALSE'),
        ('BLANK() = 0', 'FALSE'),
        ('AND(BLANK(), TRUE)', 'FALSE'),
    ]),
    ('空文本就是空值', 'An empty text is a blank', [
        ('ISEMPTY("")', 'TRUE', 'ISBLANK("")'),
        ('COUNTA("", 1)', '1'),
        ('VALUE("")', ''),
    ]),
    ('错误一直传递，直到 IFERROR 或 ISERROR', 'An error goes on until IFERROR or ISERROR', [
        ('ISEMPTY(1 / 0)', '#DIV/0!', 'ISBLANK(1/0)'),
    ]),
    ('没有数据时结果为空，不是错误也不是 0', 'Nothing to work on gives a blank, neither an error nor 0', [
        ('AVERAGE([BLANK()])', ''),
        ('AVERAGEIF([1], ">4")', ''),
        ('MAX([BLANK()])', ''),
        ('MIN([BLANK()])', ''),
        ('MEDIAN([BLANK()])', '', None, '#NUM!'),
        ('PERCENTILE([BLANK()], 0.5)', '', None, '#NUM!'),
        ('VAR(2)', ''),
        ('STDEV(2)', ''),
    ]),
    ('没有匹配的分支或查不到时为空', 'No branch that matches and nothing found gives a blank', [
        ('IF(1 > 2, 5)', ''),
        ('IFS(1 > 2, 1)', ''),
        ('SWITCH(3, 1, "a")', ''),
        ('LOOKUP("x", ["a", "b"], [1, 2])', '', 'INDEX([1, 2],MATCH("x",["a", "b"],0))'),
        ('RANK(7, [9, 5])', '', None, '#N/A'),
        ('ARRAYGET(["a", "b"], 5)', '', 'INDEX(["a", "b"],5)', '#REF!'),
    ]),
    ('MAX 和 MIN 也比较文本', 'MAX and MIN compare texts too', [
        ('MAX(["a", "b"])', 'b'),
    ]),
    ('LOOKUP 只认相等的值；区间请用 TIER', 'LOOKUP finds equal values only; for ranges there is TIER', [
        ('LOOKUP(25, [10, 20, 30], [1, 2, 3])', ''),
    ]),
    ('SEARCH 和 FIND 没找到为 0，可直接判断 >0；不用通配符', 'SEARCH and FIND give 0 where nothing is found, so that > 0 works; no wildcards', [
        ('SEARCH("x", "abc")', '0'),
        ('FIND("x", "abc")', '0'),
        ('FIND("a", "abc", 5)', '0'),
        ('SEARCH("b*d", "abcd")', '0'),
    ]),
    ('TRIM 保留中间的空格', 'TRIM keeps blanks inside', [
        ('TRIM("a  b")', 'a  b'),
    ]),
    ('区分大小写，文本按字符编码排序', 'Capitals matter, and texts order by character code', [
        ('"a" = "A"', 'FALSE'),
        ('"a" < "B"', 'FALSE'),
        ('COUNTIF(["A", "a"], "a")', '1'),
    ]),
    ('写成文本的数字等于该数字', 'A number written as text equals the number', [
        ('"1" = 1', 'TRUE'),
    ]),
    ('一个列表只有一种值：与文本并列的数字是文本', 'A list holds values of one kind: beside texts numbers are texts', [
        ('COUNT([1, "a", 2])', '0'),
    ]),
    ('数字是精确小数：除法保留 20 位，整数次方精确，绝对值小于 10^40', 'Numbers are exact decimals: division keeps 20 places, whole exponents are exact, sizes stay below 10^40', [
        ('(43.1 - 43.2) + 1', '0.9'),
        ('1 / 3', '0.33333333333333333333'),
        ('MOD(10, 0.3)', '0.1'),
        ('POWER(0, 0)', '1', None, '#NUM!'),
        ('POWER(2, 100)', str(2**100)),
        ('EXP(100)', '#NUM!'),
    ]),
    ('星期默认周一为 1；只有 1、2、3 三种起点，周数只有 1、2', 'Monday is 1 unless told; WEEKDAY starts at 1, 2 or 3, WEEKNUM at 1 or 2 (ISOWEEKNUM for ISO weeks)', [
        ('WEEKDAY(DATE(2026, 11, 22))', '7'),
        ('WEEKDAY(DATE(2026, 11, 22), 11)', 'finding formula_week_start'),
        ('WEEKNUM(DATE(2026, 1, 4), 21)', 'finding formula_week_start'),
    ]),
    ('DATEDIF 的单位 M 是月、m 是分钟；结束早于开始时为负数；没有 ym、md、yd', 'In DATEDIF M is months and m minutes; it is negative when the end comes first; no ym, md, yd', [
        ('DATEDIF(DATE(2026, 1, 1), DATE(2026, 3, 1), "m")', str(59 * 24 * 60)),
        ('DATEDIF(DATE(2026, 3, 1), DATE(2026, 1, 1), "d")', '-59', None, '#NUM!'),
        ('DATEDIF(DATE(2026, 1, 15), DATE(2027, 3, 20), "ym")', 'finding formula_unknown_unit'),
    ]),
    ('日期不是数字：连接时写作 yyyy-MM-dd，数字不能当日期', 'A date is no number: joined to a text it is yyyy-MM-dd, and a number is no date', [
        ('DATE(2026, 1, 31) & ""', '2026-01-31'),
        ('YEAR(46053)', 'finding formula_wrong_argument'),
        ('VALUE("2026-01-05")', '#VALUE!'),
    ]),
    ('年份照写：26 年就是公元 26 年，1850 年就是 1850 年', 'Years are as written: 26 is the year 26, 1850 is 1850', [
        ('YEAR(DATE(26, 1, 1))', '26', None, '1926'),
        ('YEAR(DATE(1850, 1, 1))', '1850', None, '3750'),
    ]),
    ('真假值和文字不能参加算术：编辑器当场指出', 'Truth values and words are not numbers: the editor says so while you write', [
        ('TRUE + 1', 'finding formula_wrong_operands'),
        ('"abc" * 2', 'finding formula_wrong_operands'),
    ]),
    ('VALUE 认得元、￥和全角数字，不认科学计数和括号负数', 'VALUE reads 元, ￥ and full-width digits, neither exponents nor negatives in brackets', [
        ('VALUE("12元")', '12'),
        ('VALUE("1e3")', '#VALUE!'),
        ('VALUE("(5)")', '#VALUE!'),
    ]),
    ('CEILING 总是向上、FLOOR 总是向下，倍数的正负无关；倍数为 0 时得 0', 'CEILING goes up and FLOOR down whatever the sign of the multiple; a multiple of 0 gives 0', [
        ('CEILING(-2.5, -2)', '-2'),
        ('FLOOR(-2.5, -2)', '-4'),
        ('CEILING(2.5, -2)', '4', None, '#NUM!'),
        ('FLOOR(5, 0)', '0', None, '#DIV/0!'),
    ]),
    ('FIXED 不加千分位', 'FIXED writes no thousands separators', [
        ('FIXED(1234.5)', '1234.50'),
    ]),
    ('TEXT 的数字格式没有分数和方括号条件', 'TEXT knows no fractions and no conditions in brackets', [
        ('TEXT(1 / 3, "# ?/?")', '#VALUE!'),
        ('TEXT(5, "[>3]0.0;0")', '#VALUE!'),
    ]),
    ('一天中的时间只到分钟', 'A time of day has whole minutes', [
        ('TEXT(TIME(13, 5, 7), "hh:mm:ss")', '13:05:00'),
    ]),
    ('求和区与条件区必须一样长', 'Sum range and tested range must be of one length', [
        ('SUMIF(["a", "b"], "a", [1, 2, 3])', '#VALUE!'),
    ]),
    ('字符编码一律是 Unicode，一个字符算一个（表情也是）', 'Character codes are Unicode, and a character counts one, an emoji too', [
        ('CHAR(21512)', '合'),
        ('LEN("😀")', '1', None, '2'),
    ]),
    ("ENCODE_URL 保留 ! ' ( ) * ~", "ENCODE_URL keeps ! ' ( ) * ~", [
        ("ENCODE_URL(\"a'(b)*c!~\")", "a'(b)*c!~", "ENCODEURL(\"a'(b)*c!~\")"),
    ]),
]
