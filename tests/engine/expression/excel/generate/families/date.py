"""Dates: month ends, leap years, differences, weeks, working days with holidays, times of day."""
import datetime
from fractions import Fraction

from exact import day, fraction, full_months, shift_months, written

CALC = '''
DATE(2026, 1, 31)
DATE(2026, 13, 1)
DATE(2026, 0, 1)
DATE(2026, -1, 1)
DATE(2026, 1, 32)
DATE(2026, 3, 0)
DATE(2024, 2, 29)
DATE(2025, 2, 29)
DATE(2026, 1, -1)
DATE(2026, 12, 31)
DATE(2000, 2, 29)
DATE(1900, 3, 1)
DATE(2026, 1.9, 1)
DATE(2100, 2, 29)
YEAR(DATE(2026, 5, 6))
MONTH(DATE(2026, 5, 6))
DAY(DATE(2026, 5, 6))
YEAR(DATE(2025, 12, 31))
DAY(DATE(2024, 2, 29))
YEAR("2026-01-31")
MONTH("2026-01-31")
DAY("2026-01-31")
QUARTER(DATE(2026, 3, 31)) ~ ROUNDUP(MONTH(DATE(2026,3,31))/3,0)
QUARTER(DATE(2026, 4, 1)) ~ ROUNDUP(MONTH(DATE(2026,4,1))/3,0)
QUARTER(DATE(2026, 12, 31)) ~ ROUNDUP(MONTH(DATE(2026,12,31))/3,0)
HOUR(DATE(2026, 1, 1, 8, 30, 15)) ~ HOUR(DATE(2026,1,1)+TIME(8,30,15))
MINUTE(DATE(2026, 1, 1, 8, 30, 15)) ~ MINUTE(DATE(2026,1,1)+TIME(8,30,15))
SECOND(DATE(2026, 1, 1, 8, 30, 15)) ~ SECOND(DATE(2026,1,1)+TIME(8,30,15))
HOUR(DATE(2026, 1, 1, 23, 59, 59)) ~ HOUR(DATE(2026,1,1)+TIME(23,59,59))
HOUR(TIME(0, 0)) ~ HOUR(TIME(0,0,0))
HOUR(TIME(13, 5)) ~ HOUR(TIME(13,5,0))
MINUTE(TIME(13, 5)) ~ MINUTE(TIME(13,5,0))
SECOND(TIME(13, 5)) ~ SECOND(TIME(13,5,0))
DATEVALUE("2026-01-05")
DATEVALUE("2024-02-29")
DATEVALUE("x")
DATEVALUE("2025-02-29")
EDATE(DATE(2026, 1, 31), 1)
EDATE(DATE(2024, 1, 31), 1)
EDATE(DATE(2026, 3, 31), -1)
EDATE(DATE(2026, 1, 15), 12)
EDATE(DATE(2024, 2, 29), 12)
EDATE(DATE(2024, 2, 29), 48)
EDATE(DATE(2026, 5, 31), 1)
EDATE(DATE(2026, 5, 31), 0)
EDATE(DATE(2026, 11, 30), 3)
EDATE(DATE(2026, 1, 1), -13)
EDATE(DATE(2026, 1, 31), 1.9)
EOMONTH(DATE(2026, 1, 15), 1)
EOMONTH(DATE(2024, 2, 1), 0)
EOMONTH(DATE(2025, 2, 1), 0)
EOMONTH(DATE(2026, 1, 31), -1)
EOMONTH(DATE(2026, 12, 31), 1)
EOMONTH(DATE(2026, 11, 22), 3)
EOMONTH(DATE(2026, 11, 22), -12)
EOMONTH(DATE(2100, 1, 1), 1)
EOMONTH(DATE(2000, 1, 1), 1)
MONTHEND(DATE(2026, 2, 6)) ~ EOMONTH(DATE(2026,2,6),0)
MONTHEND(DATE(2026, 12, 6)) ~ EOMONTH(DATE(2026,12,6),0)
MONTHBEGIN(DATE(2026, 2, 6)) ~ DATE(YEAR(DATE(2026,2,6)),MONTH(DATE(2026,2,6)),1)
YEARBEGIN(DATE(2026, 2, 6)) ~ DATE(YEAR(DATE(2026,2,6)),1,1)
YEAREND(DATE(2026, 2, 6)) ~ DATE(YEAR(DATE(2026,2,6)),12,31)
DATEDELTA(DATE(2026, 2, 28), 1) ~ TEXT(DATE(2026,2,28)+1,"yyyy-mm-dd")
DATEDELTA(DATE(2024, 2, 28), 1) ~ TEXT(DATE(2024,2,28)+1,"yyyy-mm-dd")
DATEDELTA(DATE(2026, 1, 1), -1) ~ TEXT(DATE(2026,1,1)-1,"yyyy-mm-dd")
DATE(2026, 12, 31) + 1 ~ TEXT(DATE(2026,12,31)+1,"yyyy-mm-dd")
DATE(2026, 3, 1) - 1 ~ TEXT(DATE(2026,3,1)-1,"yyyy-mm-dd")
DATE(2026, 3, 1) - DATE(2026, 2, 1) ~ DAYS(DATE(2026,3,1),DATE(2026,2,1))
DAYS(DATE(2026, 3, 1), DATE(2026, 2, 1))
DAYS(DATE(2024, 3, 1), DATE(2024, 2, 1))
DAYS(DATE(2026, 2, 1), DATE(2026, 3, 1))
DAYS(DATE(2026, 2, 1), DATE(2026, 2, 1))
DAYS(DATE(2027, 1, 1), DATE(2026, 1, 1))
DAYS360(DATE(2026, 1, 31), DATE(2026, 3, 31))
DAYS360(DATE(2026, 1, 30), DATE(2026, 3, 31))
DAYS360(DATE(2026, 1, 1), DATE(2026, 12, 31))
DAYS360(DATE(2026, 2, 28), DATE(2026, 3, 31))
DAYS360(DATE(2026, 1, 15), DATE(2026, 2, 28))
DAYS360(DATE(2026, 3, 31), DATE(2026, 4, 30))
DATEDIF(DATE(2024, 2, 29), DATE(2026, 2, 28), "y")
DATEDIF(DATE(2024, 2, 29), DATE(2026, 3, 1), "y")
DATEDIF(DATE(2026, 1, 1), DATE(2026, 12, 31), "y")
DATEDIF(DATE(2026, 1, 1), DATE(2027, 1, 1), "y")
DATEDIF(DATE(2026, 1, 31), DATE(2026, 3, 30), "M")
DATEDIF(DATE(2026, 1, 31), DATE(2026, 3, 31), "M")
DATEDIF(DATE(2026, 1, 31), DATE(2026, 2, 28), "M")
DATEDIF(DATE(2026, 1, 15), DATE(2026, 2, 14), "M")
DATEDIF(DATE(2026, 1, 15), DATE(2026, 2, 15), "M")
DATEDIF(DATE(2025, 11, 22), DATE(2026, 11, 22), "M")
DATEDIF(DATE(2026, 1, 1), DATE(2026, 1, 31), "d")
DATEDIF(DATE(2024, 1, 1), DATE(2025, 1, 1), "d")
DATEDIF(DATE(2026, 1, 1), DATE(2026, 1, 1), "d")
WEEKDAY(DATE(2026, 11, 22), 1)
WEEKDAY(DATE(2026, 11, 22), 2)
WEEKDAY(DATE(2026, 11, 22), 3)
WEEKDAY(DATE(2026, 11, 23), 1)
WEEKDAY(DATE(2026, 11, 23), 2)
WEEKDAY(DATE(2026, 11, 23), 3)
WEEKDAY(DATE(2026, 11, 28), 1)
WEEKDAY(DATE(2026, 11, 28), 2)
WEEKDAY(DATE(2024, 2, 29), 2)
WEEKDAY(DATE(2026, 11, 22)) ~ WEEKDAY(DATE(2026,11,22),2)
WEEKNUM(DATE(2026, 1, 1))
WEEKNUM(DATE(2026, 1, 3))
WEEKNUM(DATE(2026, 1, 4))
WEEKNUM(DATE(2026, 1, 4), 2)
WEEKNUM(DATE(2026, 1, 5), 2)
WEEKNUM(DATE(2023, 1, 1), 1)
WEEKNUM(DATE(2023, 1, 1), 2)
WEEKNUM(DATE(2023, 1, 2), 2)
ISOWEEKNUM(DATE(2027, 1, 1))
ISOWEEKNUM(DATE(2026, 1, 1))
ISOWEEKNUM(DATE(2026, 12, 31))
ISOWEEKNUM(DATE(2025, 12, 29))
ISOWEEKNUM(DATE(2024, 12, 30))
ISOWEEKNUM(DATE(2023, 1, 1))
NETWORKDAYS(DATE(2026, 11, 20), DATE(2026, 11, 24))
NETWORKDAYS(DATE(2026, 11, 21), DATE(2026, 11, 22))
NETWORKDAYS(DATE(2026, 11, 23), DATE(2026, 11, 23))
NETWORKDAYS(DATE(2026, 11, 22), DATE(2026, 11, 22))
NETWORKDAYS(DATE(2026, 11, 1), DATE(2026, 11, 30))
NETWORKDAYS(DATE(2026, 1, 1), DATE(2026, 12, 31))
NETWORKDAYS(DATE(2024, 2, 1), DATE(2024, 2, 29))
NETWORKDAYS(DATE(2026, 11, 24), DATE(2026, 11, 20))
NETWORKDAYS(DATE(2026, 11, 20), DATE(2026, 11, 24), [DATE(2026, 11, 23)])
NETWORKDAYS(DATE(2026, 11, 20), DATE(2026, 11, 24), [DATE(2026, 11, 22)])
NETWORKDAYS(DATE(2026, 10, 1), DATE(2026, 10, 31), [DATE(2026, 10, 1), DATE(2026, 10, 2), DATE(2026, 10, 5), DATE(2026, 10, 6), DATE(2026, 10, 7)])
NETWORKDAYS(DATE(2026, 10, 1), DATE(2026, 10, 1), [DATE(2026, 10, 1)])
NETWORKDAYS(DATE(2026, 10, 1), DATE(2026, 10, 9), DATE(2026, 10, 1))
WORKDAY(DATE(2026, 11, 20), 1)
WORKDAY(DATE(2026, 11, 20), 5)
WORKDAY(DATE(2026, 11, 21), 1)
WORKDAY(DATE(2026, 11, 22), -1)
WORKDAY(DATE(2026, 11, 23), -1)
WORKDAY(DATE(2026, 11, 23), 0)
WORKDAY(DATE(2026, 11, 21), 0)
WORKDAY(DATE(2026, 11, 20), 10)
WORKDAY(DATE(2026, 11, 20), 261)
WORKDAY(DATE(2026, 11, 20), 1.9)
WORKDAY(DATE(2026, 11, 20), 1, [DATE(2026, 11, 23)])
WORKDAY(DATE(2026, 11, 20), 2, [DATE(2026, 11, 23), DATE(2026, 11, 24)])
WORKDAY(DATE(2026, 9, 30), 1, [DATE(2026, 10, 1), DATE(2026, 10, 2), DATE(2026, 10, 5), DATE(2026, 10, 6), DATE(2026, 10, 7)])
WORKDAY(DATE(2026, 10, 8), -1, [DATE(2026, 10, 1), DATE(2026, 10, 2), DATE(2026, 10, 5), DATE(2026, 10, 6), DATE(2026, 10, 7)])
IS_BEFORE(DATE(2026, 1, 1), DATE(2026, 1, 2)) ~ DATE(2026,1,1)<DATE(2026,1,2)
IS_AFTER(DATE(2026, 1, 1), DATE(2026, 1, 2)) ~ DATE(2026,1,1)>DATE(2026,1,2)
IS_SAME(DATE(2026, 1, 1), DATE(2026, 1, 1)) ~ DATE(2026,1,1)=DATE(2026,1,1)
DATE(2026, 1, 1) < DATE(2026, 1, 2)
DATE(2026, 1, 1) = DATE(2025, 13, 1)
AGE(DATE(1990, 11, 22)) ~ DATEDIF(DATE(1990,11,22),DATE(2026,11,22),"y")
AGE(DATE(1990, 11, 23)) ~ DATEDIF(DATE(1990,11,23),DATE(2026,11,22),"y")
AGE(DATE(2000, 2, 29)) ~ DATEDIF(DATE(2000,2,29),DATE(2026,11,22),"y")
'''

STARTS = ['2026-01-31', '2024-02-29', '2025-12-31', '2026-11-22', '2023-08-30']
ENDS = ['2026-02-28', '2028-02-29', '2026-12-30', '2027-03-01']
HOLIDAYS = ['2026-01-01', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-23']


def workdays(start, end, holidays):
    return sum(1 for n in range((end - start).days + 1) if (start + datetime.timedelta(n)).weekday() < 5 and start + datetime.timedelta(n) not in holidays)


def workday(start, count, holidays):
    step = datetime.timedelta(1 if count > 0 else -1)
    while count:
        start += step
        if start.weekday() < 5 and start not in holidays:
            count -= 1 if count > 0 else -1
    return start


def weeknum(date, pattern):
    """strftime counts the days before the first Sunday (%U) or Monday (%W) as week 0, WEEKNUM as week 1."""
    return int(date.strftime(pattern)) + (int(date.replace(month=1, day=1).strftime(pattern)) == 0)


def exact(add):
    for text in ['2026-12-31', '2028-12-31', '2028-01-01', '2026-01-04', '2023-12-31', '2024-06-30']:
        add(f'WEEKNUM({written(text)})', str(weeknum(day(text), '%U')), f"datetime: {text}, strftime('%U') with the first days as week 1")
        add(f'WEEKNUM({written(text)}, 2)', str(weeknum(day(text), '%W')), f"datetime: {text}, strftime('%W') with the first days as week 1")
    for text, iso in [('2026/1/5', '2026-01-05'), ('2026年3月5日', '2026-03-05'), ('2024/02/29', '2024-02-29')]:
        add(f'DATEVALUE("{text}")', iso, f'definition: year, month, day, as {text!r} is read in China')
    for start in STARTS:
        for months in [1, -2, 13]:
            add(f'EDATE({written(start)}, {months})', str(shift_months(day(start), months)), f'datetime and calendar.monthrange: {start} and {months} months')
        for months in [1, -1]:
            add(f'DATEADD({written(start)}, {months}, "M")', str(shift_months(day(start), months)), f'datetime and calendar.monthrange: {start} and {months} months')
        add(f'DATEADD({written(start)}, 1, "y")', str(shift_months(day(start), 12)), f'datetime and calendar.monthrange: {start} and 12 months')
        add(f'DATEADD({written(start)}, 10, "d")', str(day(start) + datetime.timedelta(10)), f'datetime: {start} + timedelta(10)')
        add(f'DATEADD({written(start)}, 2, "w")', str(day(start) + datetime.timedelta(14)), f'datetime: {start} + timedelta(14)')
        add(f'ISOWEEKNUM({written(start)})', str(day(start).isocalendar()[1]), f'datetime: {start}.isocalendar()')
        add(f'WEEKDAY({written(start)})', str(day(start).isoweekday()), f'datetime: {start}.isoweekday()')
        for end in ENDS:
            if end > start:
                days, months = (day(end) - day(start)).days, full_months(day(start), day(end))
                add(f'DATEDIF({written(start)}, {written(end)}, "d")', str(days), f'datetime: {end} - {start}')
                add(f'DATEDIF({written(start)}, {written(end)}, "M")', str(months), f'datetime: full months by the day of the month, {start} to {end}')
                add(f'DATEDIF({written(start)}, {written(end)}, "y")', str(months // 12), f'datetime: full months // 12, {start} to {end}')
    holidays, shown = [day(each) for each in HOLIDAYS], f'[{", ".join(written(each) for each in HOLIDAYS)}]'
    for start, end in [('2026-01-01', '2026-02-28'), ('2026-02-14', '2026-02-24'), ('2026-02-16', '2026-02-20')]:
        add(f'NETWORKDAYS({written(start)}, {written(end)}, {shown})', str(workdays(day(start), day(end), holidays)), f'datetime: days {start} to {end} but weekends and {len(holidays)} holidays')
    for start, count in [('2026-02-13', 1), ('2026-02-13', 20), ('2026-02-24', -1), ('2025-12-31', 40)]:
        add(f'WORKDAY({written(start)}, {count}, {shown})', str(workday(day(start), count, holidays)), f'datetime: {count} days on from {start} but weekends and {len(holidays)} holidays')
    zone = datetime.timezone(datetime.timedelta(hours=8))
    for parts in [(2026, 1, 31, 8, 30, 0), (2026, 12, 31, 23, 59, 59), (2024, 2, 29, 0, 0, 0)]:
        moment = datetime.datetime(*parts, tzinfo=zone)
        spelled = f'DATE({", ".join(str(each) for each in parts)})'
        instant = moment.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.000Z')
        add(spelled, instant, f'datetime: {moment.isoformat()} in UTC (the app lies in UTC+8)')
        add(f'TIMESTAMP({spelled})', str(int(moment.timestamp() * 1000)), f'datetime: {moment.isoformat()}.timestamp() in ms')
        later = moment + datetime.timedelta(hours=49, minutes=30)
        stepped = f'DATEADD(DATEADD({spelled}, 49, "h"), 30, "min")'
        add(stepped, later.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.000Z'), f'datetime: {moment.isoformat()} + timedelta(hours=49, minutes=30)')
        add(f'DATETIME_DIFF({stepped}, {spelled}, "hours")', '49', 'datetime: timedelta(hours=49, minutes=30) in full hours')
        add(f'DATETIME_DIFF({stepped}, {spelled})', str(int((later - moment).total_seconds())), 'datetime: timedelta(hours=49, minutes=30).total_seconds()')
    moments(add, zone)


# The tests' clock stands still; their app lies in UTC+8, working hours are 9 to 12 and 13 to 18 on Monday to Friday.
NOW = datetime.datetime(2026, 11, 22, 5, 10, 2, 123000, datetime.timezone.utc)
HOURS = [(9, 12), (13, 18)]


def utc(moment):
    return moment.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.') + f'{moment.microsecond // 1000:03d}Z'


def moments(add, zone):
    """Instants, days' ends and working hours."""
    add('NOW()', utc(NOW), 'the tests\' clock')
    add('SYSTIME()', utc(NOW), 'the tests\' clock')
    add('TODAY()', str(NOW.astimezone(zone).date()), f'datetime: date of {NOW.isoformat()} in UTC+8')
    add('TODAY() - DATE(2026, 1, 1)', str((NOW.astimezone(zone).date() - datetime.date(2026, 1, 1)).days), 'datetime: date in UTC+8 - 2026-01-01')
    for hour, minute in [(9, 5), (0, 0), (23, 59)]:
        add(f'TIME({hour}, {minute})', datetime.time(hour, minute).strftime('%H:%M'), f"datetime: time({hour}, {minute}).strftime('%H:%M')")
    for text in ['2026-02-06', '2024-02-29']:
        start = datetime.datetime.combine(day(text), datetime.time(), zone)
        add(f'DAYBEGIN({written(text)})', utc(start), f'datetime: {start.isoformat()} in UTC')
        add(f'DAYEND({written(text)})', utc(start + datetime.timedelta(days=1, seconds=-1)), f'datetime: {start.isoformat()} + 1 day - 1 s in UTC')
    for text, ours, theirs in [('05/01/2026 08:30', 'dd/MM/yyyy HH:mm', '%d/%m/%Y %H:%M'), ('2026年3月5日', 'yyyy年M月d日', '%Y年%m月%d日')]:
        moment = datetime.datetime.strptime(text, theirs).replace(tzinfo=zone)
        add(f'DATETIME_PARSE("{text}", "{ours}")', utc(moment), f'datetime: strptime({text!r}, {theirs!r}) in UTC')
    for start, end in [((2026, 11, 20, 9, 0), (2026, 11, 23, 10, 30)), ((2026, 11, 20, 12, 30), (2026, 11, 20, 13, 15)), ((2026, 11, 21, 8, 0), (2026, 11, 22, 20, 0))]:
        total = worked(datetime.datetime(*start), datetime.datetime(*end))
        spelled = [f'DATE({", ".join(str(each) for each in parts)}, 0)' for parts in (start, end)]
        add(f'WORKHOURS({spelled[0]}, {spelled[1]})', fraction(Fraction(total, 60)), f'datetime: minutes of {HOURS} on weekdays, counted one by one')


def worked(start, end):
    """Working minutes, one by one."""
    moments = (start + datetime.timedelta(minutes=n) for n in range(int((end - start).total_seconds() // 60)))
    return sum(1 for each in moments if each.weekday() < 5 and any(a <= each.hour < b for a, b in HOURS))
