import { BarChart, FunnelChart, LineChart, PieChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([BarChart, LineChart, PieChart, FunnelChart, GridComponent, TooltipComponent, SVGRenderer])

export interface Point {
  readonly name: string
  readonly value: number
  /** the value as people read it */
  readonly text: string
  readonly color: string | undefined
}

interface ChartProps {
  readonly type: 'bar' | 'line' | 'pie' | 'funnel'
  readonly points: readonly Point[]
  readonly label: string
  /** a number of the axis, short */
  readonly short: (value: number) => string
}

/** Colours of options, as in tags. */
const palette: Readonly<Record<string, string>> = {
  grey: '#8c8c8c',
  blue: '#3a6df0',
  cyan: '#13a8a8',
  green: '#389e0d',
  lime: '#7cb305',
  gold: '#d48806',
  orange: '#d46b08',
  red: '#cf1322',
  magenta: '#c41d7f',
  purple: '#531dab',
}
const quiet = ['#3a5bd9', '#13a8a8', '#d48806', '#7a5af0', '#389e0d', '#d46b08', '#8c8c8c', '#c41d7f']

/** A drawing of the points; a table beside it says the same to those who do not see it. */
export default function Chart({ type, points, label, short }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (box.current === null) return
    const chart = init(box.current, null, { renderer: 'svg' })
    const style = getComputedStyle(box.current)
    chart.setOption(optionOf(type, points, { text: style.color, line: style.getPropertyValue('--fw-line'), short }))
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(box.current)
    return () => {
      observer.disconnect()
      chart.dispose()
    }
  }, [type, points, short])
  return <div ref={box} className="fw-chart" role="img" aria-label={label} />
}

interface Ink {
  readonly short: (value: number) => string
  readonly text: string
  readonly line: string
}

const still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches === true

function optionOf(type: ChartProps['type'], points: readonly Point[], ink: Ink): Record<string, unknown> {
  const data = points.map(({ name, value, color }, index) => ({
    name,
    value,
    itemStyle: {
      color: palette[color ?? ''] ?? (type === 'bar' || type === 'line' ? quiet[0] : quiet[index % quiet.length]),
    },
  }))
  const shown = (index: number): string => points[index]?.text ?? ''
  const common = {
    animation: !still,
    animationDuration: 180,
    textStyle: { color: ink.text, fontFamily: 'inherit' },
    tooltip: {
      trigger: type === 'line' ? 'axis' : 'item',
      renderMode: 'richText',
      formatter: (hit: { name: string; dataIndex: number } | { name: string; dataIndex: number }[]) => {
        const one = Array.isArray(hit) ? hit[0]! : hit
        return `${one.name}\n${shown(one.dataIndex)}`
      },
    },
  }
  if (type === 'pie')
    return {
      ...common,
      series: [
        { type, radius: ['45%', '72%'], data, label: { color: ink.text, formatter: '{b}' }, labelLine: { length: 8 } },
      ],
    }
  if (type === 'funnel')
    return {
      ...common,
      series: [
        {
          type,
          ...{ left: 8, right: 8, top: 8, bottom: 8, minSize: '12%', gap: 2, sort: 'none', data },
          label: {
            position: 'inside',
            color: '#fff',
            formatter: ({ dataIndex }: { dataIndex: number }) => `${points[dataIndex]!.name} ${shown(dataIndex)}`,
          },
        },
      ],
    }
  return {
    ...common,
    grid: { left: 4, right: 12, top: 16, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: points.map(({ name }) => name),
      axisLabel: { color: ink.text },
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      splitLine: { lineStyle: { color: ink.line } },
      axisLabel: { color: ink.text, formatter: ink.short },
    },
    series: [
      {
        type,
        data,
        ...(type === 'bar'
          ? { barMaxWidth: 36, itemStyle: { borderRadius: [4, 4, 0, 0] } }
          : { smooth: false, symbolSize: 7, lineStyle: { color: quiet[0], width: 2 } }),
      },
    ],
  }
}
