"""The ladder of the rebate and TIER, at every bound, just below it and just above it."""
from exact import ladder, tier

LADDER = 'IF(回款总额>8000000,0.025,IF(回款总额>=5000000,0.02,0))'
ROWS = [('0', 'from', '0'), ('5000000', 'from', '0.02'), ('8000000', 'above', '0.025')]
FLAT = [('0', 'from', '0.01'), ('100000', 'from', '0.015'), ('300000', 'from', '0.03')]
BOUNDS = ['0', '0.01', '4999999.99', '5000000', '5000000.01', '7999999.99', '8000000', '8000000.01', '12345678.90', '-0.01']
TABLE = '[[0, 0.01], [100000, 0.015], [300000, 0.03]]'
CALC = ''


def settings(rows):
    return {'tiers': [{kind: edge, 'rate': rate} for edge, kind, rate in rows]}


def exact(add):
    for paid in BOUNDS:
        add(LADDER, ladder(paid), 'Python conditional expression over Decimal', {'paid': paid})
        for mode in ['rate', 'whole', 'marginal']:
            spelled = 'TIER({paid}, {$settings.tiers})' if mode == 'rate' else f'TIER({{paid}}, {{$settings.tiers}}, "{mode}")'
            add(spelled, tier(paid, ROWS, mode), f'fractions: {mode} over rows from 0, from 5000000, above 8000000', {'paid': paid, '$settings': settings(ROWS)})
    for amount in ['0', '99999.99', '100000', '100000.01', '299999.99', '300000', '300000.01', '1000000']:
        for mode in ['rate', 'whole', 'marginal']:
            add(f'TIER({amount}, {TABLE}, "{mode}")', tier(amount, FLAT, mode), f'fractions: {mode} over rows from 0, 100000, 300000')


def calc(add):
    for paid in BOUNDS:
        add(LADDER, None, {'paid': paid})
    add(LADDER + ' * 回款总额', None, {'paid': '8000000.01'})
    add(LADDER + ' * 回款总额', None, {'paid': '5000000'})
    add(LADDER + ' * 回款总额', None, {'paid': '4999999.99'})
    # The same table as a look-up of the last row that does not lie beyond the amount.
    for amount in ['0', '99999.99', '100000', '299999.99', '300000', '300000.01']:
        add(f'TIER({amount}, {TABLE})', f'LOOKUP({amount},[0, 100000, 300000],[0.01, 0.015, 0.03])')
        add(f'TIER({amount}, {TABLE}, "whole")', f'{amount}*LOOKUP({amount},[0, 100000, 300000],[0.01, 0.015, 0.03])')
        add(f'TIER({amount}, {TABLE}, "marginal")', f'MIN({amount},100000)*0.01+MAX(0,MIN({amount},300000)-100000)*0.015+MAX(0,{amount}-300000)*0.03')
